/// A symmetric 3×3 matrix of Float64: six numbers, so that no asymmetry can creep in.
@frozen
public struct SymmetricMatrix3: Equatable, Hashable, Sendable {
    /// The upper triangle.
    public var xx, xy, xz, yy, yz, zz: Double

    @inlinable
    public init(xx: Double, xy: Double, xz: Double, yy: Double, yz: Double, zz: Double) {
        (self.xx, self.xy, self.xz, self.yy, self.yz, self.zz) = (xx, xy, xz, yy, yz, zz)
    }

    /// `v · vᵀ`.
    @inlinable
    public init(outer v: Vector3) {
        self.init(xx: v.x * v.x, xy: v.x * v.y, xz: v.x * v.z, yy: v.y * v.y, yz: v.y * v.z, zz: v.z * v.z)
    }

    /// The symmetric part `(m + mᵀ) / 2` of a matrix.
    @inlinable
    public init(symmetricPartOf m: Matrix3) {
        self.init(
            xx: m[0, 0], xy: (m[0, 1] + m[1, 0]) / 2, xz: (m[0, 2] + m[2, 0]) / 2,
            yy: m[1, 1], yz: (m[1, 2] + m[2, 1]) / 2, zz: m[2, 2])
    }

    @inlinable public static var zero: Self { Self(xx: 0, xy: 0, xz: 0, yy: 0, yz: 0, zz: 0) }
    @inlinable public static var identity: Self { Self(xx: 1, xy: 0, xz: 0, yy: 1, yz: 0, zz: 1) }

    @inlinable public var trace: Double { xx + yy + zz }

    /// All nine entries.
    @inlinable
    public var matrix: Matrix3 {
        Matrix3(rows: Vector3(xx, xy, xz), Vector3(xy, yy, yz), Vector3(xz, yz, zz))
    }

    @inlinable
    public static func * (left: Self, right: Vector3) -> Vector3 {
        Vector3(
            left.xx * right.x + left.xy * right.y + left.xz * right.z,
            left.xy * right.x + left.yy * right.y + left.yz * right.z,
            left.xz * right.x + left.yz * right.y + left.zz * right.z)
    }

    @inlinable
    public static func * (left: Self, right: Double) -> Self {
        Self(
            xx: left.xx * right, xy: left.xy * right, xz: left.xz * right,
            yy: left.yy * right, yz: left.yz * right, zz: left.zz * right)
    }

    @inlinable
    public static func / (left: Self, right: Double) -> Self { left * (1 / right) }

    @inlinable
    public static func + (left: Self, right: Self) -> Self {
        Self(
            xx: left.xx + right.xx, xy: left.xy + right.xy, xz: left.xz + right.xz,
            yy: left.yy + right.yy, yz: left.yz + right.yz, zz: left.zz + right.zz)
    }

    @inlinable
    public static func - (left: Self, right: Self) -> Self { left + right * -1 }

    @inlinable
    public static func += (left: inout Self, right: Self) { left = left + right }

    /// `r · self · rᵀ`: the covariance seen in the frame that `r` rotates into.
    @inlinable
    public func rotated(by r: Matrix3) -> Self {
        Self(symmetricPartOf: r * matrix * r.transposed)
    }
}
