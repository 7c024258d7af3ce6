/// A 6×6 matrix of Float64, row by row, in the order rx ry rz tx ty tz: normal equations and pose covariances.
public struct Matrix6: Sendable {
    @usableFromInline var entries: InlineArray<36, Double>

    @inlinable
    public init(diagonal value: Double = 0) {
        entries = InlineArray(repeating: 0)
        for i in 0..<6 { entries[7 * i] = value }
    }

    /// - Precondition: six rows of six numbers.
    public init(rows: [[Double]]) {
        precondition(rows.count == 6 && rows.allSatisfy { $0.count == 6 }, "a Matrix6 has 6 rows of 6 numbers")
        entries = InlineArray { rows[$0 / 6][$0 % 6] }
    }

    /// `[D 0; L D]`: the shape of the adjoints of SE(3) and its algebra.
    init(diagonalBlocks diagonal: Matrix3, lowerBlock lower: Matrix3) {
        self.init()
        for row in 0..<3 {
            for column in 0..<3 {
                self[row, column] = diagonal[row, column]
                self[row + 3, column + 3] = diagonal[row, column]
                self[row + 3, column] = lower[row, column]
            }
        }
    }

    @inlinable public static var zero: Self { Self() }
    @inlinable public static var identity: Self { Self(diagonal: 1) }

    @inlinable
    public subscript(row: Int, column: Int) -> Double {
        get { entries[6 * row + column] }
        set { entries[6 * row + column] = newValue }
    }

    public var rows: [[Double]] { (0..<6).map { i in (0..<6).map { self[i, $0] } } }

    public var transposed: Self {
        var result = self
        for i in 0..<6 { for j in 0..<6 { result[i, j] = self[j, i] } }
        return result
    }

    public static func * (left: Self, right: Twist) -> Twist {
        var result = Twist.zero
        for i in 0..<6 {
            var sum = 0.0
            for j in 0..<6 { sum += left[i, j] * right[j] }
            result[i] = sum
        }
        return result
    }

    public static func * (left: Self, right: Self) -> Self {
        var result = Self.zero
        for i in 0..<6 {
            for j in 0..<6 {
                var sum = 0.0
                for k in 0..<6 { sum += left[i, k] * right[k, j] }
                result[i, j] = sum
            }
        }
        return result
    }

    public static func * (left: Self, right: Double) -> Self {
        var result = left
        for k in 0..<36 { result.entries[k] *= right }
        return result
    }

    public static func + (left: Self, right: Self) -> Self {
        var result = left
        for k in 0..<36 { result.entries[k] += right.entries[k] }
        return result
    }

    @inlinable
    public static func += (left: inout Self, right: Self) { left = left + right }
}

extension Matrix6: Equatable {
    public static func == (left: Self, right: Self) -> Bool {
        (0..<36).allSatisfy { left.entries[$0] == right.entries[$0] }
    }
}
