// Eigen's angles and isometries on a file of row-major rotations, nine doubles each.
#include "peer.h"

#include <Eigen/Geometry>

static volatile double sink;

static std::vector<Eigen::Matrix3d> rotations(const std::string& path) {
  auto& numbers = doubles(path);
  std::vector<Eigen::Matrix3d> all(numbers.size() / 9);
  for (size_t i = 0; i < all.size(); i++) {
    all[i] = Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>>(&numbers[9 * i]);
  }
  return all;
}

static Task euler("eigen-euler", [](const Arguments& a) {
  auto all = rotations(a.at(0));
  double worst = 0;
  double seconds = timed([&] {
    for (auto& r : all) {
      Eigen::Vector3d e = r.eulerAngles(2, 1, 0);
      Eigen::Matrix3d back = (Eigen::AngleAxisd(e[0], Eigen::Vector3d::UnitZ()) *
                              Eigen::AngleAxisd(e[1], Eigen::Vector3d::UnitY()) *
                              Eigen::AngleAxisd(e[2], Eigen::Vector3d::UnitX())).toRotationMatrix();
      worst = std::max({worst, std::abs(back(0, 0) - r(0, 0)), std::abs(back(2, 1) - r(2, 1))});
    }
  });
  return Timed{seconds, text("largest error %g", worst)};
});

static Task compose("eigen-compose", [](const Arguments& a) {
  auto all = rotations(a.at(0));
  std::vector<Eigen::Isometry3d> poses(all.size());
  for (size_t i = 0; i < all.size(); i++) {
    poses[i].setIdentity();
    poses[i].linear() = all[i];
    poses[i].translation() = all[i].col(0);
  }
  double sum = 0;
  double seconds = timed([&] {
    for (auto& pose : poses) sum += (poses[0] * pose).inverse().translation()[0];
  });
  sink = sum;
  return Timed{seconds, text("sum %.9g", sum)};
});
