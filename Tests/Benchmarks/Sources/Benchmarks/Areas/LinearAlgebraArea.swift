import PickPose

extension Area {
    /// Decompositions of 3×3 matrices: 100,000 random ones for the time; as many adversarial ones for the errors,
    /// against Eigen's in 80-bit floats.
    static let linearAlgebra = Area("linear-algebra") { bench in
        let count = 100_000
        let symmetric = bench.inputs.matricesFile(count, symmetric: true)
        let general = bench.inputs.matricesFile(count, symmetric: false)
        bench.contest("eigenvectors of 100 k symmetric 3×3", seconds: 3) { contest in
            let matrices = symmetricMatrices(in: symmetric)
            contest.measure("pickpose", threads: 1, note: { (sum: Double) in "\(count) matrices" }) {
                matrices.reduce(0.0) { sum, matrix in
                    let eigen = matrix.eigen()
                    return sum + eigen.values.x + eigen.vectors.columns.x.x
                }
            }
            contest.ask(.pcl, as: "Eigen SelfAdjointEigenSolver", threads: 1, "eigen-selfadjoint \(symmetric)")
            contest.ask(
                .pcl, as: "Eigen computeDirect (inexact)", threads: 1, "eigen-selfadjoint-direct \(symmetric)")
        }
        bench.contest("SVD of 100 k 3×3", seconds: 3) { contest in
            let matrices = generalMatrices(in: general)
            contest.measure("pickpose", threads: 1, note: { (sum: Double) in "\(count) matrices" }) {
                matrices.reduce(0.0) { sum, matrix in
                    let svd = matrix.svd()
                    return sum + svd.singularValues.x + svd.u.columns.x.x + svd.v.columns.x.x
                }
            }
            contest.ask(.pcl, as: "Eigen JacobiSVD", threads: 1, "eigen-jacobi-svd \(general)")
        }

        // The time of these two is that of the comparison, which says nothing; their errors do.
        let broad = bench.inputs.adversarialFile(count, symmetric: true)
        bench.contest("errors of eigenvectors, 100 k adversarial symmetric 3×3", seconds: 0) { contest in
            let results = bench.inputs.results("eigen", symmetricMatrices(in: broad)) { matrix in
                let eigen = matrix.eigen()
                let (values, vectors) = (eigen.values, eigen.vectors)
                return [values.z, values.y, values.x] + [2, 1, 0].map { vectors.column($0) }.byRows
            }
            contest.ask(.pcl, as: "pickpose", threads: 1, "eigen-errors \(broad) \(results)")
            contest.ask(.pcl, as: "Eigen SelfAdjointEigenSolver", threads: 1, "eigen-errors \(broad) -")
        }
        for (name, file, own) in [
            ("adversarial", bench.inputs.adversarialFile(count, symmetric: false), ""),
            ("column-graded", bench.inputs.gradedFile(count), " own"),
        ] {
            bench.contest("errors of SVD, 100 k \(name) 3×3", seconds: 0) { contest in
                let results = bench.inputs.results("svd-\(name)", generalMatrices(in: file)) { matrix in
                    let svd = matrix.svd()
                    let values = svd.singularValues
                    return (0..<3).map { svd.u.column($0) }.byRows + [values.x, values.y, values.z]
                        + (0..<3).map { svd.v.column($0) }.byRows
                }
                contest.ask(.pcl, as: "pickpose", threads: 1, "svd-errors \(file) \(results)\(own)")
                contest.ask(.pcl, as: "Eigen JacobiSVD", threads: 1, "svd-errors \(file) -\(own)")
            }
        }
    }
}

extension Inputs {
    fileprivate func adversarialFile(_ count: Int, symmetric: Bool) -> String {
        made("adversarial-\(count)-\(symmetric ? "symmetric" : "general").f64") {
            Self.write(MatrixInputs.adversarial(count, symmetric: symmetric), to: $0)
        }
    }

    fileprivate func gradedFile(_ count: Int) -> String {
        made("graded-\(count).f64") { Self.write(MatrixInputs.graded(count), to: $0) }
    }

    /// What ours makes of each matrix, as a file for the peer to judge.
    fileprivate func results<Matrix>(_ name: String, _ matrices: [Matrix], _ decompose: (Matrix) -> [Double]) -> String
    {
        let path = "\(Paths.cache)/results-\(name).f64"
        Self.write(matrices.flatMap(decompose), to: path)
        return path
    }
}

private func generalMatrices(in file: String) -> [Matrix3] {
    let numbers = Inputs.doubles(in: file)
    return stride(from: 0, to: numbers.count, by: 9).map { at in
        func row(_ k: Int) -> Vector3 { Vector3(numbers[at + 3 * k], numbers[at + 3 * k + 1], numbers[at + 3 * k + 2]) }
        return Matrix3(rows: row(0), row(1), row(2))
    }
}

private func symmetricMatrices(in file: String) -> [SymmetricMatrix3] {
    generalMatrices(in: file).map { SymmetricMatrix3(symmetricPartOf: $0) }
}

extension [Vector3] {
    /// These columns' matrix, row by row.
    fileprivate var byRows: [Double] { (0..<3).flatMap { row in map { $0[row] } } }
}
