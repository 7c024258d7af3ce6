/// The lower triangle of a symmetric matrix of fixed size, without storage on the heap.
@frozen
public struct FixedTriangle<let order: Int>: LowerTriangle, Sendable {
    /// By rows; entries above the diagonal are never asked for.
    public var rows: [order of [order of Double]]

    @inlinable
    public init(rows: [order of [order of Double]] = .init(repeating: .init(repeating: 0))) { self.rows = rows }

    @inlinable public var size: Int { order }
    @inlinable public func firstColumn(ofRow row: Int) -> Int { 0 }

    @inlinable
    public subscript(row: Int, column: Int) -> Double {
        get { rows[row][column] }
        set { rows[row][column] = newValue }
    }
}

/// A right side of fixed size, without storage on the heap.
@frozen
public struct FixedColumn<let order: Int>: NumberColumn, Sendable {
    public var numbers: [order of Double]

    @inlinable
    public init(_ numbers: [order of Double]) { self.numbers = numbers }

    @inlinable
    public subscript(index: Int) -> Double {
        get { numbers[index] }
        set { numbers[index] = newValue }
    }
}
