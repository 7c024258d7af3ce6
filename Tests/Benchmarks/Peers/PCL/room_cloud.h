// The room as PCL holds it.
#pragma once
#include "../peer.h"

#include <pcl/point_cloud.h>
#include <pcl/point_types.h>

/// The points of a file of `width` floats a row, the position first, read once.
pcl::PointCloud<pcl::PointXYZ>::Ptr cloudOf(const std::string& path, int width);
/// Of a file of six floats a row: position, normal.
inline pcl::PointCloud<pcl::PointXYZ>::Ptr roomCloud(const std::string& path) { return cloudOf(path, 6); }
