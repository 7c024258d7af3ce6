/// The lower triangle of a symmetric matrix of any size, each row stored from its first entry that may not be zero.
///
/// Cholesky's factor fills nothing outside that envelope (George and Liu, "Computer Solution of Large Sparse Positive
/// Definite Systems", 1981).
public struct EnvelopeTriangle: LowerTriangle, Sendable {
    /// For each row the column of its first entry, and where the row's column 0 would lie in ``entries``.
    @usableFromInline var first: [Int]
    @usableFromInline var start: [Int]
    @usableFromInline var entries: [Double]

    /// Zeros within the envelope.
    ///
    /// - Parameter firstColumns: for each row the column of its first entry that may not be zero, the diagonal's at most.
    public init(firstColumns: [Int]) {
        first = firstColumns
        start = []
        var size = 0
        for (row, column) in firstColumns.enumerated() {
            precondition((0...row).contains(column), "a row of a lower triangle begins at its diagonal or before")
            start.append(size - column)
            size += row - column + 1
        }
        entries = Array(repeating: 0, count: size)
    }

    /// Zeros, of which none is known to stay one.
    public init(size: Int) { self.init(firstColumns: Array(repeating: 0, count: size)) }

    @inlinable public var size: Int { first.count }
    @inlinable public func firstColumn(ofRow row: Int) -> Int { first[row] }

    @inlinable
    public subscript(row: Int, column: Int) -> Double {
        get { entries[start[row] + column] }
        set { entries[start[row] + column] = newValue }
    }

    /// Row by row, so that nothing outside the envelope is looked at: each unknown that is found is taken off those
    /// above it.
    @inlinable
    public func backSubstitute<Column: NumberColumn>(_ x: inout Column) {
        for i in (0..<size).reversed() {
            x[i] /= self[i, i]
            for k in first[i]..<i { x[k] -= self[i, k] * x[i] }
        }
    }
}
