// The border between PCL and plain C.
#pragma once
#include "boost_enums.h"
#include "pcl_operations.h"

#include <pcl/point_cloud.h>
#include <pcl/point_types.h>

#include <cmath>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <vector>

/// Runs `body`; what it throws becomes `failure`.
template <class Body>
int guarded(pcl_failure *failure, Body body) noexcept {
    try {
        body();
        return 0;
    } catch (const std::exception &error) {
        snprintf(failure->message, sizeof failure->message, "%s", error.what());
    } catch (...) {
        snprintf(failure->message, sizeof failure->message, "an unknown exception");
    }
    return 1;
}

/// The finite ones of `points`, and where each of them came from.
template <class Point>
typename pcl::PointCloud<Point>::Ptr finitePoints(pcl_points points, std::vector<int64_t> *origins = nullptr) {
    typename pcl::PointCloud<Point>::Ptr cloud(new pcl::PointCloud<Point>);
    cloud->reserve(points.count);
    for (int64_t i = 0; i < points.count; i++) {
        if (!std::isfinite(points.x[i]) || !std::isfinite(points.y[i]) || !std::isfinite(points.z[i])) continue;
        Point point;
        point.x = points.x[i];
        point.y = points.y[i];
        point.z = points.z[i];
        cloud->push_back(point);
        if (origins) origins->push_back(i);
    }
    return cloud;
}
