#include "guarded.h"

#include <pcl/features/normal_3d_omp.h>
#include <pcl/search/kdtree.h>

#include <algorithm>
#include <limits>

int pcl_estimate_normals(
    pcl_points points, int32_t neighbors, const double viewpoint[3], float *nx, float *ny, float *nz, float *curvature,
    pcl_failure *failure) {
    return guarded(failure, [&] {
        if (neighbors < 3) throw std::invalid_argument("a normal needs 3 neighbours");
        std::vector<int64_t> origins;
        auto cloud = finitePoints<pcl::PointXYZ>(points, &origins);
        const float none = std::numeric_limits<float>::quiet_NaN();
        for (float *column : {nx, ny, nz, curvature}) std::fill_n(column, points.count, none);
        if (cloud->size() < size_t(neighbors)) return;
        pcl::NormalEstimationOMP<pcl::PointXYZ, pcl::Normal> estimation;
        estimation.setInputCloud(cloud);
        estimation.setSearchMethod(pcl::search::KdTree<pcl::PointXYZ>::Ptr(new pcl::search::KdTree<pcl::PointXYZ>));
        estimation.setKSearch(neighbors);
        estimation.setViewPoint(viewpoint[0], viewpoint[1], viewpoint[2]);
        pcl::PointCloud<pcl::Normal> normals;
        estimation.compute(normals);
        for (size_t i = 0; i < origins.size(); i++) {
            nx[origins[i]] = normals[i].normal_x;
            ny[origins[i]] = normals[i].normal_y;
            nz[origins[i]] = normals[i].normal_z;
            curvature[origins[i]] = normals[i].curvature;
        }
    });
}
