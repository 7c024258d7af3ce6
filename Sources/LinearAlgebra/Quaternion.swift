/// A unit quaternion, scalar last as in ROS: `x i + y j + z k + w`.
///
/// `q` and `-q` are the same rotation; ``canonical`` picks the one with `w ≥ 0`.
@frozen
public struct Quaternion: Equatable, Hashable, Sendable {
    /// The vector part and the scalar w.
    public var x, y, z, w: Double

    /// Takes four numbers as they are; see ``normalized``.
    @inlinable
    public init(x: Double, y: Double, z: Double, w: Double) {
        (self.x, self.y, self.z, self.w) = (x, y, z, w)
    }

    @inlinable public static var identity: Self { Self(x: 0, y: 0, z: 0, w: 1) }

    @inlinable public var length: Double { (x * x + y * y + z * z + w * w).squareRoot() }

    /// Scaled to unit length.
    @inlinable
    public var normalized: Self {
        let length = length
        return Self(x: x / length, y: y / length, z: z / length, w: w / length)
    }

    /// The representative with `w ≥ 0`; at a half turn (`w = 0`) the first nonzero of x, y, z is positive.
    @inlinable
    public var canonical: Self {
        let leading = w != 0 ? w : x != 0 ? x : y != 0 ? y : z
        return leading < 0 ? Self(x: -x, y: -y, z: -z, w: -w) : self
    }

    /// Of a unit quaternion, the inverse rotation.
    @inlinable
    public var conjugate: Self { Self(x: -x, y: -y, z: -z, w: w) }

    /// The Hamilton product: first `right` is applied, then `left`.
    @inlinable
    public static func * (left: Self, right: Self) -> Self {
        Self(
            x: left.w * right.x + left.x * right.w + left.y * right.z - left.z * right.y,
            y: left.w * right.y - left.x * right.z + left.y * right.w + left.z * right.x,
            z: left.w * right.z + left.x * right.y - left.y * right.x + left.z * right.w,
            w: left.w * right.w - left.x * right.x - left.y * right.y - left.z * right.z)
    }

    /// The rotation matrix of a unit quaternion.
    @inlinable
    public var rotation: Matrix3 {
        Matrix3(
            rows: Vector3(1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)),
            Vector3(2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)),
            Vector3(2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)))
    }

    /// The unit quaternion of a rotation matrix, canonical.
    ///
    /// The largest of the four squared components is taken from the diagonal, the others from sums and differences
    /// divided by it, so that nothing is lost near half turns (Shepperd 1978).
    @inlinable
    public init(rotation r: Matrix3) {
        let trace = r.trace
        if trace >= r[0, 0] && trace >= r[1, 1] && trace >= r[2, 2] {
            self.init(x: r[2, 1] - r[1, 2], y: r[0, 2] - r[2, 0], z: r[1, 0] - r[0, 1], w: 1 + trace)
        } else if r[0, 0] >= r[1, 1] && r[0, 0] >= r[2, 2] {
            self.init(
                x: 1 + 2 * r[0, 0] - trace, y: r[0, 1] + r[1, 0], z: r[0, 2] + r[2, 0], w: r[2, 1] - r[1, 2])
        } else if r[1, 1] >= r[2, 2] {
            self.init(
                x: r[0, 1] + r[1, 0], y: 1 + 2 * r[1, 1] - trace, z: r[1, 2] + r[2, 1], w: r[0, 2] - r[2, 0])
        } else {
            self.init(
                x: r[0, 2] + r[2, 0], y: r[1, 2] + r[2, 1], z: 1 + 2 * r[2, 2] - trace, w: r[1, 0] - r[0, 1])
        }
        self = normalized.canonical
    }
}
