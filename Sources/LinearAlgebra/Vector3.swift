/// A vector or point of 3-space in Float64: metres for positions, unitless for directions.
public typealias Vector3 = SIMD3<Double>

extension SIMD3 where Scalar == Double {
    /// The scalar product.
    @inlinable
    public func dot(_ other: Self) -> Double {
        x * other.x + y * other.y + z * other.z
    }

    /// The vector product, right-handed: x × y = z.
    @inlinable
    public func cross(_ other: Self) -> Self {
        Self(
            y * other.z - z * other.y,
            z * other.x - x * other.z,
            x * other.y - y * other.x)
    }

    @inlinable
    public var squaredLength: Double { dot(self) }

    @inlinable
    public var length: Double { squaredLength.squareRoot() }

    /// The vector of length 1 along this one; a vector without direction (zero, or not finite) stays as it is.
    @inlinable
    public var normalized: Self {
        let length = length
        return length > 0 && length.isFinite ? self / length : self
    }

    /// A unit vector perpendicular to this one, the same for the same input.
    ///
    /// The axis least aligned with the vector gives the cross product furthest from zero.
    @inlinable
    public var anyPerpendicular: Self {
        let size = Self(abs(x), abs(y), abs(z))
        let axis: Self =
            size.x <= size.y && size.x <= size.z ? Self(1, 0, 0) : size.y <= size.z ? Self(0, 1, 0) : Self(0, 0, 1)
        return cross(axis).normalized
    }

    @inlinable
    public var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite }
}
