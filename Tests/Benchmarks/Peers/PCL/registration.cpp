#include "room_cloud.h"

#include <pcl/filters/voxel_grid.h>
#include <pcl/registration/gicp.h>
#include <pcl/search/kdtree.h>

#include <cmath>

// Each task takes SOURCE TARGET VOXEL K: files of three floats a row, metres, and the neighbours of a covariance.

using Point = pcl::PointXYZ;
using Cloud = pcl::PointCloud<Point>;

static Cloud::Ptr voxels(const Cloud::Ptr& cloud, float size) {
  Cloud::Ptr result(new Cloud);
  pcl::VoxelGrid<Point> grid;
  grid.setLeafSize(size, size, size);
  grid.setInputCloud(cloud);
  grid.filter(*result);
  return result;
}

static Task voxelTask("pair-voxels", [](const Arguments& a) {
  auto source = cloudOf(a.at(0), 3), target = cloudOf(a.at(1), 3);
  const float size = std::stof(a.at(2));
  Cloud::Ptr first, second;
  double seconds = timed([&] { first = voxels(source, size), second = voxels(target, size); });
  return Timed{seconds, text("%zu and %zu", first->size(), second->size())};
});

static Task treeTask("pair-trees", [](const Arguments& a) {
  auto first = voxels(cloudOf(a.at(0), 3), std::stof(a.at(2))), second = voxels(cloudOf(a.at(1), 3), std::stof(a.at(2)));
  return Timed{
      timed([&] {
        pcl::search::KdTree<Point> one, other;
        one.setInputCloud(first), other.setInputCloud(second);
      }),
      ""};
});

struct Generalized : pcl::GeneralizedIterativeClosestPoint<Point, Point> {
  int steps() const { return nr_iterations_; }
};

// Trees and covariances are made in `align`.
static Task wholeTask("pair-gicp", [](const Arguments& a) {
  auto source = cloudOf(a.at(0), 3), target = cloudOf(a.at(1), 3);
  const float size = std::stof(a.at(2));
  Generalized gicp;
  double seconds = timed([&] {
    Cloud moved;
    gicp.setCorrespondenceRandomness(std::stoi(a.at(3)));
    gicp.setMaxCorrespondenceDistance(1);
    gicp.setMaximumIterations(50);
    gicp.setTransformationEpsilon(1e-3);
    gicp.setRotationEpsilon(0.1 * M_PI / 180);
    gicp.setInputSource(voxels(source, size));
    gicp.setInputTarget(voxels(target, size));
    gicp.align(moved);
  });
  std::string pose;
  for (int i = 0; i < 12; i++) pose += text("%.9g ", gicp.getFinalTransformation()(i / 4, i % 4));
  return Timed{seconds, pose + text("%d steps", gicp.steps())};
});
