#include "room_cloud.h"

#include <pcl/features/normal_3d.h>
#include <pcl/features/normal_3d_omp.h>
#include <pcl/filters/statistical_outlier_removal.h>
#include <pcl/filters/voxel_grid.h>
#include <pcl/kdtree/kdtree_flann.h>
#include <pcl/search/kdtree.h>

#include <cmath>
#include <map>
#include <memory>

using Point = pcl::PointXYZ;

static Task build("kdtree-build", [](const Arguments& a) {
  auto cloud = roomCloud(a.at(0));
  return Timed{timed([&] { pcl::KdTreeFLANN<Point> tree; tree.setInputCloud(cloud); }), ""};
});

static pcl::KdTreeFLANN<Point>& tree(const std::string& path) {
  static std::map<std::string, std::unique_ptr<pcl::KdTreeFLANN<Point>>> known;
  auto& tree = known[path];
  if (!tree) {
    tree.reset(new pcl::KdTreeFLANN<Point>);
    tree->setInputCloud(roomCloud(path));
  }
  return *tree;
}

// ROOM QUERIES K, the queries three floats a row.
static Task nearest("kdtree-nearest", [](const Arguments& a) {
  auto& index = tree(a.at(0));
  auto& queries = floats(a.at(1));
  const int k = std::stoi(a.at(2));
  const long count = queries.size() / 3;
  double sum = 0;
  double seconds = timed([&] {
#pragma omp parallel reduction(+ : sum)
    {
      pcl::Indices indices(k);
      std::vector<float> distances(k);
#pragma omp for schedule(static)
      for (long i = 0; i < count; i++) {
        index.nearestKSearch(Point(queries[3 * i], queries[3 * i + 1], queries[3 * i + 2]), k, indices, distances);
        sum += distances[k - 1];
      }
    }
  });
  return Timed{seconds, text("sum of d² %.6g", sum)};
});

// ROOM QUERIES RADIUS
static Task radius("kdtree-radius", [](const Arguments& a) {
  auto& index = tree(a.at(0));
  auto& queries = floats(a.at(1));
  const double radius = std::stod(a.at(2));
  const long count = queries.size() / 3;
  long found = 0;
  double seconds = timed([&] {
#pragma omp parallel reduction(+ : found)
    {
      pcl::Indices indices;
      std::vector<float> distances;
#pragma omp for schedule(static)
      for (long i = 0; i < count; i++) {
        found += index.radiusSearch(Point(queries[3 * i], queries[3 * i + 1], queries[3 * i + 2]), radius, indices,
                                    distances);
      }
    }
  });
  return Timed{seconds, text("%ld found", found)};
});

// ROOM LEAF
static Task voxel("voxel-grid", [](const Arguments& a) {
  auto cloud = roomCloud(a.at(0));
  const float leaf = std::stof(a.at(1));
  pcl::PointCloud<Point> out;
  double seconds = timed([&] {
    pcl::VoxelGrid<Point> grid;
    grid.setLeafSize(leaf, leaf, leaf);
    grid.setInputCloud(cloud);
    grid.filter(out);
  });
  return Timed{seconds, text("%zu voxels", out.size())};
});

// ROOM K: the tree included.
static Task normals("normals", [](const Arguments& a) {
  auto cloud = roomCloud(a.at(0));
  auto& rows = floats(a.at(0));
  pcl::PointCloud<pcl::Normal> out;
  double seconds = timed([&] {
    pcl::NormalEstimationOMP<Point, pcl::Normal> estimation(threadCount());
    estimation.setInputCloud(cloud);
    estimation.setSearchMethod(pcl::search::KdTree<Point>::Ptr(new pcl::search::KdTree<Point>));
    estimation.setKSearch(std::stoi(a.at(1)));
    estimation.compute(out);
  });
  std::vector<double> angles;
  for (size_t i = 0; i < out.size(); i += 7) {
    double dot = std::fabs(out[i].normal_x * rows[6 * i + 3] + out[i].normal_y * rows[6 * i + 4] +
                           out[i].normal_z * rows[6 * i + 5]);
    angles.push_back(std::acos(std::min(1.0, dot)) * 180 / M_PI);
  }
  std::nth_element(angles.begin(), angles.begin() + angles.size() / 2, angles.end());
  return Timed{seconds, text("median error %.3f°", angles[angles.size() / 2])};
});

// ROOM K DEVIATIONS
static Task outliers("statistical-outliers", [](const Arguments& a) {
  auto cloud = roomCloud(a.at(0));
  pcl::PointCloud<Point> out;
  double seconds = timed([&] {
    pcl::StatisticalOutlierRemoval<Point> filter;
    filter.setInputCloud(cloud);
    filter.setMeanK(std::stoi(a.at(1)));
    filter.setStddevMulThresh(std::stod(a.at(2)));
    filter.filter(out);
  });
  return Timed{seconds, text("%zu kept", out.size())};
});
