// Eigen's angles and isometries on a file of row-major rotations, nine doubles each.
#include "../peer.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <stdexcept>

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

static const double degree = M_PI / 180;

static Eigen::Isometry3d fromKuka(const double* n) {
  Eigen::Isometry3d pose;
  pose.linear() = (Eigen::AngleAxisd(n[3] * degree, Eigen::Vector3d::UnitZ()) *
                   Eigen::AngleAxisd(n[4] * degree, Eigen::Vector3d::UnitY()) *
                   Eigen::AngleAxisd(n[5] * degree, Eigen::Vector3d::UnitX())).toRotationMatrix();
  pose.translation() = Eigen::Vector3d(n[0], n[1], n[2]) / 1000;
  pose.makeAffine();
  return pose;
}

static const double camera[] = {600, -240, 550, 10, 20, -150};

static Task transform("eigen-transform", [](const Arguments& a) {
  auto& rows = doubles(a.at(0));
  std::vector<double> results(rows.size());
  double sum = 0;
  double seconds = timed([&] {
    Eigen::Isometry3d chain = fromKuka(camera);
    for (size_t i = 0; i < rows.size(); i += 6) {
      Eigen::Isometry3d pose = chain * fromKuka(&rows[i]);
      Eigen::AngleAxisd turn(pose.linear());
      Eigen::Vector3d t = pose.translation(), r = turn.axis() * turn.angle();
      std::copy(t.data(), t.data() + 3, &results[i]);
      std::copy(r.data(), r.data() + 3, &results[i + 3]);
    }
    for (double number : results) sum += number;
  });
  return Timed{seconds, text("sum %.9g", sum)};
});

static Task transformText("eigen-transform-text", [](const Arguments& a) {
  static std::vector<std::string> lines;
  if (lines.empty()) {
    std::ifstream file(a.at(0));
    for (std::string line; std::getline(file, line);) lines.push_back(line);
  }
  size_t characters = 0;
  double seconds = timed([&] {
    Eigen::Isometry3d chain = fromKuka(camera);
    char written[256];
    for (auto& line : lines) {
      double n[6];
      if (sscanf(line.c_str(), "kuka:{X %lf,Y %lf,Z %lf,A %lf,B %lf,C %lf}", n, n + 1, n + 2, n + 3, n + 4, n + 5) != 6) {
        throw std::runtime_error("not a pose: " + line);
      }
      Eigen::Isometry3d pose = chain * fromKuka(n);
      Eigen::AngleAxisd turn(pose.linear());
      Eigen::Vector3d t = pose.translation(), r = turn.axis() * turn.angle();
      characters += snprintf(written, sizeof written, "p[%.15g,%.15g,%.15g,%.15g,%.15g,%.15g]", t[0], t[1], t[2], r[0],
                             r[1], r[2]);
    }
  });
  return Timed{seconds, text("%zu characters", characters)};
});
