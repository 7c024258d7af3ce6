#pragma once
#include "guarded.h"

/// The plane with the most points of `cloud` within `distance`, its normal towards the origin.
pcl_plane consensusPlane(pcl::PointCloud<pcl::PointXYZ>::ConstPtr cloud, double distance, int iterations);

inline double height(const pcl_plane &plane, float x, float y, float z) {
    return plane.normal[0] * x + plane.normal[1] * y + plane.normal[2] * z + plane.offset;
}
