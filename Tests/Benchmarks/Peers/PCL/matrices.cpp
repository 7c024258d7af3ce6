// Eigen's 3×3 decompositions on a file of row-major doubles, nine a matrix.
#include "../peer.h"

#include <Eigen/Dense>

#include <cmath>

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

// How far decompositions are from those in 80-bit floats: of a file of results, or of Eigen's own with "-" for it.
using Exact = Eigen::Matrix<long double, 3, 3>;

struct Errors {
  long double values = 0, own = 0, rebuilt = 0, orthogonal = 0;

  template <class Values>
  void add(const Eigen::Matrix3d& matrix, const Values& values, const Eigen::Matrix3d& u, const Eigen::Matrix3d& v,
           const Eigen::Matrix<long double, 3, 1>& exact) {
    const long double size = exact.cwiseAbs().maxCoeff();
    if (size == 0) return;
    Exact wide_u = u.cast<long double>(), wide_v = v.cast<long double>();
    for (int k = 0; k < 3; k++) {
      long double error = fabsl(values[k] - exact[k]);
      this->values = std::max(this->values, error / size);
      if (exact[k] != 0) own = std::max(own, error / fabsl(exact[k]));
    }
    Exact diagonal = Eigen::Matrix<long double, 3, 1>(values[0], values[1], values[2]).asDiagonal();
    Exact difference = wide_u * diagonal * wide_v.transpose() - matrix.cast<long double>();
    rebuilt = std::max(rebuilt, difference.norm() / size);
    for (auto& side : {wide_u, wide_v}) {
      orthogonal = std::max(orthogonal, (side.transpose() * side - Exact::Identity()).norm());
    }
  }

  /// `own` says how far each value is off against itself, which means something only where it is more than rounding.
  std::string note(bool withOwn) const {
    std::string each = withOwn ? text("%.1Le of themselves, ", own) : "";
    return text("worst errors: values %.1Le of the largest, %srebuilt %.1Le, orthogonality %.1Le", values, each.c_str(),
                rebuilt, orthogonal);
  }
};

static Eigen::Matrix3d rows(const double* numbers) {
  return Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>>(numbers);
}

// MATRICES RESULTS [own], the results U (by rows), three values, V for each matrix.
static Task svdErrors("svd-errors", [](const Arguments& a) {
  auto all = matrices(a.at(0));
  const std::vector<double> results = a.at(1) == "-" ? std::vector<double>() : freshDoubles(a.at(1));
  Errors errors;
  double seconds = timed([&] {
    for (size_t i = 0; i < all.size(); i++) {
      Eigen::JacobiSVD<Exact> exact(all[i].cast<long double>());
      if (results.empty()) {
        Eigen::JacobiSVD<Eigen::Matrix3d> svd(all[i], Eigen::ComputeFullU | Eigen::ComputeFullV);
        errors.add(all[i], svd.singularValues(), svd.matrixU(), svd.matrixV(), exact.singularValues());
      } else {
        const double* r = &results[21 * i];
        errors.add(all[i], r + 9, rows(r), rows(r + 12), exact.singularValues());
      }
    }
  });
  return Timed{seconds, errors.note(a.size() > 2)};
});

// MATRICES RESULTS, the results three values in ascending order and the vectors as columns, by rows.
static Task eigenErrors("eigen-errors", [](const Arguments& a) {
  auto all = matrices(a.at(0));
  const std::vector<double> results = a.at(1) == "-" ? std::vector<double>() : freshDoubles(a.at(1));
  Errors errors;
  double seconds = timed([&] {
    for (size_t i = 0; i < all.size(); i++) {
      Eigen::SelfAdjointEigenSolver<Exact> exact(all[i].cast<long double>(), Eigen::EigenvaluesOnly);
      if (results.empty()) {
        Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(all[i]);
        errors.add(all[i], solver.eigenvalues(), solver.eigenvectors(), solver.eigenvectors(), exact.eigenvalues());
      } else {
        const double* r = &results[12 * i];
        errors.add(all[i], r, rows(r + 3), rows(r + 3), exact.eigenvalues());
      }
    }
  });
  return Timed{seconds, errors.note(false)};
});
