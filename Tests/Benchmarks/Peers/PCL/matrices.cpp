// Eigen's 3×3 decompositions on a file of row-major doubles, nine a matrix.
#include "peer.h"

#include <Eigen/Dense>

static volatile double sink;

static std::vector<Eigen::Matrix3d, Eigen::aligned_allocator<Eigen::Matrix3d>> matrices(const std::string& path) {
  auto& numbers = doubles(path);
  std::vector<Eigen::Matrix3d, Eigen::aligned_allocator<Eigen::Matrix3d>> all(numbers.size() / 9);
  for (size_t i = 0; i < all.size(); i++) {
    all[i] = Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>>(&numbers[9 * i]);
  }
  return all;
}

template <class Solve>
static Timed each(const std::string& path, Solve solve) {
  auto all = matrices(path);
  double sum = 0;
  double seconds = timed([&] { for (auto& m : all) sum += solve(m); });
  sink = sum;
  return {seconds, text("%zu matrices", all.size())};
}

static Task jacobi("eigen-jacobi-svd", [](const Arguments& a) {
  return each(a.at(0), [](const Eigen::Matrix3d& m) {
    Eigen::JacobiSVD<Eigen::Matrix3d> svd(m, Eigen::ComputeFullU | Eigen::ComputeFullV);
    return svd.singularValues()[0] + svd.matrixU()(0, 0) + svd.matrixV()(0, 0);
  });
});

static Task iterative("eigen-selfadjoint", [](const Arguments& a) {
  return each(a.at(0), [](const Eigen::Matrix3d& m) {
    Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(m);
    return solver.eigenvalues()[0] + solver.eigenvectors()(0, 0);
  });
});

// The closed form: fast, but inaccurate for near-equal eigenvalues.
static Task direct("eigen-selfadjoint-direct", [](const Arguments& a) {
  return each(a.at(0), [](const Eigen::Matrix3d& m) {
    Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver;
    solver.computeDirect(m);
    return solver.eigenvalues()[0] + solver.eigenvectors()(0, 0);
  });
});
