import PickPose

extension Area {
    /// Decompositions of 100,000 random 3×3 matrices.
    static let linearAlgebra = Area("linear-algebra") { bench in
        let count = 100_000
        let symmetric = bench.inputs.matricesFile(count, symmetric: true)
        let general = bench.inputs.matricesFile(count, symmetric: false)
        bench.contest("eigenvectors of 100 k symmetric 3×3", seconds: 3) { contest in
            contest.ask(.pcl, as: "Eigen SelfAdjointEigenSolver", threads: 1, "eigen-selfadjoint \(symmetric)")
            contest.ask(
                .pcl, as: "Eigen computeDirect (inexact)", threads: 1, "eigen-selfadjoint-direct \(symmetric)")
        }
        bench.contest("SVD of 100 k 3×3", seconds: 3) { contest in
            contest.ask(.pcl, as: "Eigen JacobiSVD", threads: 1, "eigen-jacobi-svd \(general)")
        }
    }
}
