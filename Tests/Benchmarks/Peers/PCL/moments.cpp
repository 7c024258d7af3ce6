#include "room_cloud.h"

#include <pcl/common/centroid.h>
#include <pcl/common/eigen.h>
#include <pcl/common/pca.h>

// The one in doubles, for its accuracy is what ours is held to.
static Task covariance("covariance", [](const Arguments& a) {
  auto cloud = roomCloud(a.at(0));
  Eigen::Matrix3d covariance, vectors;
  Eigen::Vector4d mean;
  Eigen::Vector3d values;
  double seconds = timed([&] {
    pcl::computeMeanAndCovarianceMatrix(*cloud, covariance, mean);
    pcl::eigen33(covariance, vectors, values);
  });
  return Timed{seconds, text("eigenvalues %.7f %.7f %.7f", values[2], values[1], values[0])};
});

static Task covarianceSingle("covariance-float", [](const Arguments& a) {
  auto cloud = roomCloud(a.at(0));
  Eigen::Matrix3f covariance, vectors;
  Eigen::Vector4f mean;
  Eigen::Vector3f values;
  double seconds = timed([&] {
    pcl::computeMeanAndCovarianceMatrix(*cloud, covariance, mean);
    pcl::eigen33(covariance, vectors, values);
  });
  return Timed{seconds, text("eigenvalues %.7f %.7f %.7f", values[2], values[1], values[0])};
});

static Task pca("pca", [](const Arguments& a) {
  auto cloud = roomCloud(a.at(0));
  Eigen::Vector3f values;
  double seconds = timed([&] {
    pcl::PCA<pcl::PointXYZ> pca;
    pca.setInputCloud(cloud);
    values = pca.getEigenValues();
  });
  return Timed{seconds, ""};
});
