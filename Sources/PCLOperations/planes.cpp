#include "planes.h"

#include <pcl/segmentation/sac_segmentation.h>

pcl_plane consensusPlane(pcl::PointCloud<pcl::PointXYZ>::ConstPtr cloud, double distance, int iterations) {
    pcl::SACSegmentation<pcl::PointXYZ> consensus;
    consensus.setModelType(pcl::SACMODEL_PLANE);
    consensus.setMethodType(pcl::SAC_RANSAC);
    consensus.setOptimizeCoefficients(true);
    consensus.setMaxIterations(iterations);
    consensus.setDistanceThreshold(distance);
    consensus.setInputCloud(cloud);
    pcl::PointIndices inliers;
    pcl::ModelCoefficients coefficients;
    if (cloud->size() >= 3) consensus.segment(inliers, coefficients);
    if (inliers.indices.empty()) throw std::runtime_error("no plane found");
    const auto &v = coefficients.values;
    const double length = std::sqrt(double(v[0]) * v[0] + double(v[1]) * v[1] + double(v[2]) * v[2]);
    const double sign = v[3] < 0 ? -1 : 1;
    return {{sign * v[0] / length, sign * v[1] / length, sign * v[2] / length}, sign * v[3] / length, 0};
}

int pcl_find_plane(
    pcl_points points, double distance, int32_t iterations, pcl_plane *plane, uint8_t *inlier, pcl_failure *failure) {
    return guarded(failure, [&] {
        *plane = consensusPlane(finitePoints<pcl::PointXYZ>(points), distance, iterations);
        for (int64_t i = 0; i < points.count; i++) {
            inlier[i] = std::fabs(height(*plane, points.x[i], points.y[i], points.z[i])) <= distance;
            plane->inliers += inlier[i];
        }
    });
}
