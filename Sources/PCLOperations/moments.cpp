#include "guarded.h"

#include <pcl/common/centroid.h>
#include <pcl/common/eigen.h>

int pcl_compute_moments(pcl_points points, pcl_moments *moments, pcl_failure *failure) {
    return guarded(failure, [&] {
        auto cloud = finitePoints<pcl::PointXYZ>(points);
        Eigen::Matrix3d covariance, vectors;
        Eigen::Vector4d mean;
        Eigen::Vector3d values;
        moments->valid = pcl::computeMeanAndCovarianceMatrix(*cloud, covariance, mean);
        if (moments->valid == 0) throw std::runtime_error("no valid point");
        pcl::eigen33(covariance, vectors, values);
        for (int row = 0; row < 3; row++) {
            moments->mean[row] = mean[row];
            moments->eigenvalues[row] = values[2 - row];
            for (int column = 0; column < 3; column++) {
                moments->covariance[3 * row + column] = covariance(row, column);
                moments->axes[3 * row + column] = vectors(column, 2 - row);
            }
        }
    });
}
