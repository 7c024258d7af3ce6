extension Matrix6 {
    /// The eigenvalues of a symmetric matrix, ascending, with their unit vectors: Jacobi's method, cyclic by rows.
    public func symmetricEigen() -> [(value: Double, vector: Twist)] {
        var a = self
        var v = Matrix6.identity
        for _ in 0..<50 {
            var (off, on) = (0.0, 0.0)
            for i in 0..<6 {
                on += a[i, i] * a[i, i]
                for j in 0..<i { off += a[i, j] * a[i, j] }
            }
            guard off > 1e-30 * on else { break }
            for p in 0..<6 {
                for q in p + 1..<max(6, p + 1) where a[p, q] != 0 {
                    let theta = (a[q, q] - a[p, p]) / (2 * a[p, q])
                    let t = (theta >= 0 ? 1 : -1) / (abs(theta) + (theta * theta + 1).squareRoot())
                    let c = 1 / (t * t + 1).squareRoot()
                    let s = t * c
                    for k in 0..<6 {
                        let (x, y) = (a[k, p], a[k, q])
                        (a[k, p], a[k, q]) = (c * x - s * y, s * x + c * y)
                    }
                    for k in 0..<6 {
                        let (x, y) = (a[p, k], a[q, k])
                        (a[p, k], a[q, k]) = (c * x - s * y, s * x + c * y)
                        let (u, w) = (v[k, p], v[k, q])
                        (v[k, p], v[k, q]) = (c * u - s * w, s * u + c * w)
                    }
                }
            }
        }
        return (0..<6).map { i in
            var vector = Twist.zero
            for k in 0..<6 { vector[k] = v[k, i] }
            return (a[i, i], vector)
        }.sorted { $0.value < $1.value }
    }
}
