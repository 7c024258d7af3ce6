/// The eigenvalues of a small symmetric matrix, ascending, with their unit vectors (Jacobi's method).
func symmetricEigen(_ matrix: [[Double]]) -> [(value: Double, vector: [Double])] {
    let n = matrix.count
    var a = matrix
    var v = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0.0 } }
    for _ in 0..<50 {
        var (off, on) = (0.0, 0.0)
        for i in 0..<n {
            on += a[i][i] * a[i][i]
            for j in 0..<i { off += a[i][j] * a[i][j] }
        }
        guard off > 1e-30 * on else { break }
        for p in 0..<n {
            for q in p + 1..<max(n, p + 1) where a[p][q] != 0 {
                let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
                let t = (theta >= 0 ? 1 : -1) / (abs(theta) + (theta * theta + 1).squareRoot())
                let c = 1 / (t * t + 1).squareRoot()
                let s = t * c
                for k in 0..<n {
                    let (x, y) = (a[k][p], a[k][q])
                    (a[k][p], a[k][q]) = (c * x - s * y, s * x + c * y)
                }
                for k in 0..<n {
                    let (x, y) = (a[p][k], a[q][k])
                    (a[p][k], a[q][k]) = (c * x - s * y, s * x + c * y)
                    let (u, w) = (v[k][p], v[k][q])
                    (v[k][p], v[k][q]) = (c * u - s * w, s * u + c * w)
                }
            }
        }
    }
    return (0..<n).map { i in (a[i][i], (0..<n).map { v[$0][i] }) }.sorted { $0.value < $1.value }
}
