/// The lower triangle of a symmetric matrix, however it is stored: all that Cholesky's decomposition asks for.
public protocol LowerTriangle {
    /// The number of rows.
    var size: Int { get }

    /// The column of the first entry of a row that may not be zero; the entries before it are never asked for.
    func firstColumn(ofRow row: Int) -> Int

    /// The entry of a row, in a column from the first up to the diagonal.
    subscript(row: Int, column: Int) -> Double { get set }

    /// Turns the right side y into the solution x of `Lᵀ x = y`, this triangle being L.
    func backSubstitute<Column: NumberColumn>(_ x: inout Column)
}

extension LowerTriangle {
    @inlinable
    public func backSubstitute<Column: NumberColumn>(_ x: inout Column) {
        for i in (0..<size).reversed() {
            for k in i + 1..<size { x[i] -= self[k, i] * x[k] }
            x[i] /= self[i, i]
        }
    }
}

/// Numbers by their index: the right side and the unknowns of a system of equations.
public protocol NumberColumn {
    subscript(index: Int) -> Double { get set }
}

/// `A = L Lᵀ` of a symmetric positive definite matrix: solves `A x = b`.
///
/// One algorithm for matrices of fixed size (``Matrix6``, ``FixedTriangle``) and of any (``EnvelopeTriangle``). The
/// factor has the same bits however the matrix is stored.
public struct Cholesky<Triangle: LowerTriangle> {
    /// L.
    public let factor: Triangle

    /// Nil where the matrix isn't positive definite to rounding, or not finite: then the equations leave some direction
    /// free.
    ///
    /// - Parameters:
    ///   - matrix: A's lower triangle.
    ///   - tolerance: a pivot below this share of its diagonal entry is rounding; the test doesn't depend on the units of
    ///     the unknowns.
    /// - Complexity: O(*n* *b*²) for rows of *b* entries, O(*n*³) where no entry is known to be zero.
    @inlinable
    public init?(_ matrix: Triangle, tolerance: Double) {
        var l = matrix
        for i in 0..<l.size {
            let first = l.firstColumn(ofRow: i)
            for j in first..<i {
                var sum = l[i, j]
                for k in Swift.max(first, l.firstColumn(ofRow: j))..<j { sum -= l[i, k] * l[j, k] }
                l[i, j] = sum / l[j, j]
            }
            let diagonal = l[i, i]
            var pivot = diagonal
            for k in first..<i { pivot -= l[i, k] * l[i, k] }
            guard pivot > tolerance * diagonal, pivot > 0, pivot.isFinite else { return nil }
            l[i, i] = pivot.squareRoot()
        }
        factor = l
    }

    /// The solution x of `A x = b`.
    @inlinable
    public func solve<Column: NumberColumn>(_ right: Column) -> Column {
        backSubstituted(forwardSubstituted(right))
    }

    /// The solution y of `L y = b`; its squared length is `bᵀ A⁻¹ b`.
    @inlinable
    public func forwardSubstituted<Column: NumberColumn>(_ right: Column) -> Column {
        var x = right
        for i in 0..<factor.size {
            for k in factor.firstColumn(ofRow: i)..<i { x[i] -= factor[i, k] * x[k] }
            x[i] /= factor[i, i]
        }
        return x
    }

    /// The solution x of `Lᵀ x = y`.
    @inlinable
    public func backSubstituted<Column: NumberColumn>(_ right: Column) -> Column {
        var x = right
        factor.backSubstitute(&x)
        return x
    }
}

extension Cholesky: Sendable where Triangle: Sendable {}

extension Twist: NumberColumn {}
extension Array: NumberColumn where Element == Double {}
