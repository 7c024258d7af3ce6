extension Matrix6: LowerTriangle {
    @inlinable public var size: Int { 6 }
    @inlinable public func firstColumn(ofRow row: Int) -> Int { 0 }

    /// The Cholesky factor, from the lower triangle; nil where the matrix isn't positive definite to rounding, or not
    /// finite: then some motion is left free by the equations.
    ///
    /// A pivot below `6 · 2⁻⁵² ≈ 1.3e-15` of its diagonal entry is rounding.
    public func cholesky() -> Cholesky<Matrix6>? {
        var lower = self
        for row in 0..<6 { for column in row + 1..<6 { lower[row, column] = 0 } }
        return Cholesky(lower, tolerance: 6 * .ulpOfOne)
    }
}

extension Cholesky<Matrix6> {
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
