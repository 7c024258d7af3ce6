/// A 3×3 matrix of Float64, stored by columns: `m * v` is a sum of columns.
@frozen
public struct Matrix3: Equatable, Hashable, Sendable {
    /// The images of the x, y and z axes.
    public var columns: (x: Vector3, y: Vector3, z: Vector3) {
        @inlinable get { (column0, column1, column2) }
        @inlinable set { (column0, column1, column2) = newValue }
    }

    @usableFromInline var column0: Vector3
    @usableFromInline var column1: Vector3
    @usableFromInline var column2: Vector3

    /// A matrix from its columns.
    @inlinable
    public init(columns x: Vector3, _ y: Vector3, _ z: Vector3) {
        (column0, column1, column2) = (x, y, z)
    }

    /// A matrix from its rows.
    @inlinable
    public init(rows x: Vector3, _ y: Vector3, _ z: Vector3) {
        column0 = Vector3(x.x, y.x, z.x)
        column1 = Vector3(x.y, y.y, z.y)
        column2 = Vector3(x.z, y.z, z.z)
    }

    @inlinable
    public init(diagonal: Vector3) {
        column0 = Vector3(diagonal.x, 0, 0)
        column1 = Vector3(0, diagonal.y, 0)
        column2 = Vector3(0, 0, diagonal.z)
    }

    /// The outer product `left · rightᵀ`.
    @inlinable
    public init(outer left: Vector3, _ right: Vector3) {
        (column0, column1, column2) = (left * right.x, left * right.y, left * right.z)
    }

    /// The matrix of the vector product with `v`: `Matrix3(skew: v) * w == v.cross(w)`.
    @inlinable
    public init(skew v: Vector3) {
        self.init(rows: Vector3(0, -v.z, v.y), Vector3(v.z, 0, -v.x), Vector3(-v.y, v.x, 0))
    }

    @inlinable public static var identity: Self { Self(diagonal: Vector3(1, 1, 1)) }
    @inlinable public static var zero: Self { Self(diagonal: .zero) }

    /// - Precondition: both are 0, 1 or 2.
    @inlinable
    public subscript(row: Int, column: Int) -> Double {
        get { self.column(column)[row] }
        set {
            switch column {
            case 0: column0[row] = newValue
            case 1: column1[row] = newValue
            default: column2[row] = newValue
            }
        }
    }

    @inlinable
    public func column(_ index: Int) -> Vector3 {
        precondition((0..<3).contains(index), "a 3×3 matrix has no column \(index)")
        return index == 0 ? column0 : index == 1 ? column1 : column2
    }

    @inlinable
    public func row(_ index: Int) -> Vector3 {
        Vector3(column0[index], column1[index], column2[index])
    }

    @inlinable
    public var transposed: Self { Self(rows: column0, column1, column2) }

    @inlinable
    public var determinant: Double { column0.dot(column1.cross(column2)) }

    @inlinable
    public var trace: Double { column0.x + column1.y + column2.z }

    /// The square root of the sum of squared entries.
    @inlinable
    public var frobeniusNorm: Double {
        (column0.squaredLength + column1.squaredLength + column2.squaredLength).squareRoot()
    }

    @inlinable
    public static func * (left: Self, right: Vector3) -> Vector3 {
        left.column0 * right.x + left.column1 * right.y + left.column2 * right.z
    }

    @inlinable
    public static func * (left: Self, right: Self) -> Self {
        Self(columns: left * right.column0, left * right.column1, left * right.column2)
    }

    @inlinable
    public static func * (left: Self, right: Double) -> Self {
        Self(columns: left.column0 * right, left.column1 * right, left.column2 * right)
    }

    @inlinable
    public static func + (left: Self, right: Self) -> Self {
        Self(columns: left.column0 + right.column0, left.column1 + right.column1, left.column2 + right.column2)
    }

    @inlinable
    public static func - (left: Self, right: Self) -> Self {
        Self(columns: left.column0 - right.column0, left.column1 - right.column1, left.column2 - right.column2)
    }
}
