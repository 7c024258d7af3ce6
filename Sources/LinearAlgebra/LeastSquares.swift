/// Normal equations of a linear least-squares problem in a fixed number of unknowns: x of least Σ (row · x − value)².
@frozen
public struct LeastSquares<let unknowns: Int>: Sendable {
    /// Σ row rowᵀ.
    public var matrix: FixedTriangle<unknowns>
    /// Σ row · value.
    public var right: [unknowns of Double]

    /// No equations yet, or the sums of those that were added elsewhere.
    @inlinable
    public init(
        matrix: FixedTriangle<unknowns> = .init(), right: [unknowns of Double] = .init(repeating: 0)
    ) {
        (self.matrix, self.right) = (matrix, right)
    }

    /// Adds the equation `row · x = value`.
    @inlinable @inline(__always)
    public mutating func add(_ row: borrowing [unknowns of Double], _ value: Double) {
        for i in 0..<unknowns {
            right[i] += row[i] * value
            for j in 0...i { matrix[i, j] += row[i] * row[j] }
        }
    }

    /// The solution and what it explains of Σ value²; nil when the rows don't determine it, where a pivot of Cholesky's
    /// decomposition falls below `tolerance` of its diagonal entry.
    @inlinable
    public func solution(tolerance: Double) -> (unknowns: [unknowns of Double], explained: Double)? {
        guard let cholesky = Cholesky(matrix, tolerance: tolerance) else { return nil }
        let y = cholesky.forwardSubstituted(FixedColumn(right))
        var explained = 0.0
        for i in 0..<unknowns { explained += y[i] * y[i] }
        return (cholesky.backSubstituted(y).numbers, explained)
    }
}
