import LinearAlgebra

#if arch(x86_64)
    /// One-sided Jacobi in 80-bit floats: slow, plain, and eleven bits better than what it judges.
    func extendedPrecisionSingularValues(_ matrix: Matrix3) -> [Float80] {
        typealias Column = [Float80]
        func dot(_ a: Column, _ b: Column) -> Float80 { a[0] * b[0] + a[1] * b[1] + a[2] * b[2] }
        var b: [Column] = (0..<3).map { j in (0..<3).map { i in Float80(matrix[i, j]) } }
        for _ in 0..<40 {
            var isDone = true
            for (i, j) in [(0, 1), (0, 2), (1, 2)] {
                let (ii, ij, jj) = (dot(b[i], b[i]), dot(b[i], b[j]), dot(b[j], b[j]))
                guard abs(ij) > 0x1p-64 * (ii * jj).squareRoot() else { continue }
                isDone = false
                let zeta = (jj - ii) / (2 * ij)
                let t = (zeta >= 0 ? 1 : -1) / (abs(zeta) + (zeta * zeta + 1).squareRoot())
                let c = 1 / (t * t + 1).squareRoot()
                for k in 0..<3 {
                    (b[i][k], b[j][k]) = (c * b[i][k] - c * t * b[j][k], c * t * b[i][k] + c * b[j][k])
                }
            }
            if isDone { break }
        }
        return b.map { dot($0, $0).squareRoot() }.sorted(by: >)
    }

    /// Two-sided Jacobi in 80-bit floats.
    func extendedPrecisionEigenvalues(_ matrix: SymmetricMatrix3) -> [Float80] {
        var a: [[Float80]] = (0..<3).map { i in (0..<3).map { j in Float80(matrix.matrix[i, j]) } }
        for _ in 0..<40 {
            for (p, q) in [(0, 1), (0, 2), (1, 2)] where a[p][q] != 0 {
                let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
                let t: Float80
                if theta.isInfinite {
                    t = 0
                } else {
                    t = (theta >= 0 ? 1 : -1) / (abs(theta) + (theta * theta + 1).squareRoot())
                }
                let c = 1 / (t * t + 1).squareRoot()
                let s = c * t
                for k in 0..<3 { (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]) }
                for k in 0..<3 { (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]) }
            }
            if abs(a[0][1]) + abs(a[0][2]) + abs(a[1][2]) == 0 { break }
        }
        return [a[0][0], a[1][1], a[2][2]].sorted(by: >)
    }
#endif
