#include "planes.h"

#include <pcl/filters/voxel_grid.h>
#include <pcl/segmentation/lccp_segmentation.h>
#include <pcl/segmentation/supervoxel_clustering.h>

#include <algorithm>
#include <deque>
#include <map>
#include <numeric>

using Point = pcl::PointXYZ;
using Cloud = pcl::PointCloud<Point>;

static Cloud::Ptr thinned(const Cloud::Ptr &cloud, float size) {
    Cloud::Ptr thin(new Cloud);
    pcl::VoxelGrid<Point> grid;
    grid.setLeafSize(size, size, size);
    grid.setInputCloud(cloud);
    grid.filter(*thin);
    return thin;
}

/// A segment's number for each point of `cloud`, 0 where LCCP leaves it out.
static std::vector<uint32_t> convexParts(const Cloud::Ptr &cloud, const pcl_lccp_options &options) {
    pcl::SupervoxelClustering<Point> clustering(options.voxel, options.seed);
    clustering.setUseSingleCameraTransform(false);
    clustering.setInputCloud(cloud);
    clustering.setColorImportance(0);
    clustering.setSpatialImportance(1);
    clustering.setNormalImportance(4);
    std::map<uint32_t, pcl::Supervoxel<Point>::Ptr> supervoxels;
    clustering.extract(supervoxels);
    std::multimap<uint32_t, uint32_t> adjacency;
    clustering.getSupervoxelAdjacency(adjacency);

    pcl::LCCPSegmentation<Point> segmentation;
    segmentation.setConcavityToleranceThreshold(options.concavity_tolerance);
    segmentation.setSanityCheck(true);
    segmentation.setSmoothnessCheck(true, options.voxel, options.seed, 0.1);
    segmentation.setKFactor(0);
    segmentation.setInputSupervoxels(supervoxels, adjacency);
    // Smaller segments go to their largest neighbour: without it bowls and cans fall to shards.
    segmentation.setMinSegmentSize(10);
    segmentation.segment();
    auto labelled = clustering.getLabeledCloud();
    segmentation.relabelCloud(*labelled);
    std::vector<uint32_t> labels(cloud->size());
    for (size_t i = 0; i < labels.size(); i++) labels[i] = (*labelled)[i].label;
    return labels;
}

/// Gives each open point the label of the labelled one that is nearest over the image grid and close in depth.
static void fillOverGrid(
    const pcl_points &points, const std::vector<uint8_t> &open, double reach, std::vector<uint32_t> &labels) {
    std::deque<int64_t> front;
    for (int64_t i = 0; i < points.count; i++) {
        if (labels[i] >= 2) front.push_back(i);
    }
    const int64_t width = points.width;
    while (!front.empty()) {
        const int64_t i = front.front();
        front.pop_front();
        const int64_t column = i % width;
        for (int64_t next : {column > 0 ? i - 1 : -1, column + 1 < width ? i + 1 : -1, i - width, i + width}) {
            if (next < 0 || next >= points.count || !open[next] || labels[next] >= 2) continue;
            const double dx = points.x[next] - points.x[i], dy = points.y[next] - points.y[i],
                         dz = points.z[next] - points.z[i];
            if (dx * dx + dy * dy + dz * dz > reach * reach) continue;
            labels[next] = labels[i];
            front.push_back(next);
        }
    }
}

/// Numbers the objects from 2 by size, the largest first, and drops those smaller than `smallest`.
static void numberBySize(std::vector<uint32_t> &labels, int64_t smallest) {
    std::map<uint32_t, int64_t> sizes;
    for (uint32_t label : labels) {
        if (label >= 2) sizes[label]++;
    }
    std::vector<std::pair<int64_t, uint32_t>> order;
    for (auto &entry : sizes) order.push_back({-entry.second, entry.first});
    std::sort(order.begin(), order.end());
    std::map<uint32_t, uint32_t> numbers;
    for (size_t i = 0; i < order.size(); i++) {
        numbers[order[i].second] = -order[i].first < smallest ? 0 : uint32_t(i + 2);
    }
    for (uint32_t &label : labels) {
        if (label >= 2) label = numbers[label];
    }
}

int pcl_segment_table(
    pcl_points points, pcl_lccp_options options, pcl_plane *plane, uint32_t *labels, pcl_failure *failure) {
    return guarded(failure, [&] {
        if (!(options.voxel > 0) || !(options.seed > options.voxel)) {
            throw std::invalid_argument("the voxel's size must be positive, and the seed's larger");
        }
        std::vector<int64_t> origins;
        auto cloud = finitePoints<Point>(points, &origins);
        *plane = consensusPlane(thinned(cloud, 2 * options.voxel), options.plane_distance, 500);

        std::vector<uint32_t> found(points.count, 0);
        std::vector<uint8_t> above(points.count, 0);
        Cloud::Ptr standing(new Cloud);
        std::vector<int64_t> places;
        for (size_t i = 0; i < cloud->size(); i++) {
            const Point &point = (*cloud)[i];
            const double h = height(*plane, point.x, point.y, point.z);
            if (std::fabs(h) <= options.lowest_height) {
                found[origins[i]] = 1;
                plane->inliers++;
            } else if (h > 0) {
                above[origins[i]] = 1;
                standing->push_back(point);
                places.push_back(origins[i]);
            }
        }
        if (!standing->empty()) {
            const auto parts = convexParts(standing, options);
            for (size_t i = 0; i < parts.size(); i++) {
                if (parts[i] > 0) found[places[i]] = parts[i] + 1;
            }
            if (points.width > 0) fillOverGrid(points, above, options.seed, found);
        }
        numberBySize(found, options.smallest_segment);
        std::copy(found.begin(), found.end(), labels);
    });
}
