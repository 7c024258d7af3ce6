extension Matrix6 {
    /// `A = L Lᵀ` of a symmetric positive definite matrix.
    public struct Cholesky: Sendable {
        /// Lower triangular.
        public let factor: Matrix6

        /// The solution x of `A x = b`.
        public func solve(_ right: Twist) -> Twist {
            var x = right
            for i in 0..<6 {
                for j in 0..<i { x[i] -= factor[i, j] * x[j] }
                x[i] /= factor[i, i]
            }
            for i in (0..<6).reversed() {
                for j in i + 1..<6 { x[i] -= factor[j, i] * x[j] }
                x[i] /= factor[i, i]
            }
            return x
        }

        /// A⁻¹, symmetric to the bit: the covariance that belongs to an information matrix.
        public var inverse: Matrix6 {
            var result = Matrix6.zero
            for column in 0..<6 {
                var unit = Twist.zero
                unit[column] = 1
                let x = solve(unit)
                for row in 0...column { (result[row, column], result[column, row]) = (x[row], x[row]) }
            }
            return result
        }
    }

    /// The Cholesky factor, from the lower triangle; nil where the matrix isn't positive definite to rounding, or not
    /// finite: then some motion is left free by the equations.
    ///
    /// A pivot below `6 · 2⁻⁵² ≈ 1.3e-15` of its diagonal entry is rounding; the test doesn't depend on the units of
    /// rotation and translation.
    public func cholesky() -> Cholesky? {
        var l = Matrix6.zero
        for j in 0..<6 {
            var pivot = self[j, j]
            for k in 0..<j { pivot -= l[j, k] * l[j, k] }
            guard pivot > 6 * .ulpOfOne * self[j, j], pivot.isFinite else { return nil }
            let root = pivot.squareRoot()
            l[j, j] = root
            for i in j + 1..<6 {
                var sum = self[i, j]
                for k in 0..<j { sum -= l[i, k] * l[j, k] }
                l[i, j] = sum / root
            }
        }
        return Cholesky(factor: l)
    }
}
