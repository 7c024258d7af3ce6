import Glibc

/// A motion in the tangent space of SE(3): six numbers in the order rx ry rz tx ty tz.
///
/// Also the unknowns and right sides of the 6×6 equations of registration and pose covariance (``Matrix6``).
@frozen
public struct Twist: Equatable, Hashable, Sendable {
    /// Rotation vector, in radians.
    public var rotation: Vector3
    /// Translation along the motion, in metres.
    public var translation: Vector3

    @inlinable
    public init(rotation: Vector3 = .zero, translation: Vector3 = .zero) {
        (self.rotation, self.translation) = (rotation, translation)
    }

    @inlinable public static var zero: Self { Self() }

    /// In the order rx ry rz tx ty tz.
    @inlinable
    public subscript(index: Int) -> Double {
        get { index < 3 ? rotation[index] : translation[index - 3] }
        set { if index < 3 { rotation[index] = newValue } else { translation[index - 3] = newValue } }
    }

    @inlinable
    public static func + (left: Self, right: Self) -> Self {
        Self(rotation: left.rotation + right.rotation, translation: left.translation + right.translation)
    }

    @inlinable
    public static func - (left: Self, right: Self) -> Self { left + right * -1 }

    @inlinable
    public static func * (left: Self, right: Double) -> Self {
        Self(rotation: left.rotation * right, translation: left.translation * right)
    }

    @inlinable
    public func dot(_ other: Self) -> Double { rotation.dot(other.rotation) + translation.dot(other.translation) }
}

extension RigidTransform {
    /// exp of a twist: the screw motion of turning by `twist.rotation` while moving by `twist.translation`, which turns
    /// along.
    ///
    /// `R = exp [ω]`, `t = V v` with `V = 1 + (1 - cos θ)/θ² [ω] + (θ - sin θ)/θ³ [ω]²`.
    public init(exponential twist: Twist) {
        let (omega, v) = (twist.rotation, twist.translation)
        let angle = omega.length
        let square = angle * angle
        // (1 - cos θ)/θ² = ½ (sin(θ/2) / (θ/2))², which loses nothing.
        let half = angle / 2
        let sinc = half > 1e-4 ? sin(half) / half : 1 - half * half / 6
        let a = 0.5 * sinc * sinc
        let b =
            angle < 0.5
            ? evenSeries(
                square, [1.0 / 6, -1.0 / 120, 1.0 / 5040, -1.0 / 362_880, 1.0 / 39_916_800, -1.0 / 6_227_020_800])
            : (angle - sin(angle)) / (square * angle)
        let across = omega.cross(v)
        self.init(
            rotation: Matrix3(rotationVector: omega), translation: v + across * a + omega.cross(across) * b)
    }

    /// log: the twist of at most half a turn whose exponential this motion is.
    ///
    /// `v = V⁻¹ t` with `V⁻¹ = 1 - ½ [ω] + (1 - θ/2 · cot(θ/2))/θ² [ω]²`. Half a turn has two logarithms; see
    /// ``Quaternion/rotationVector`` for the one that is given.
    public var logarithm: Twist {
        let omega = rotation.rotationVector
        let angle = omega.length
        let square = angle * angle
        let b =
            angle < 0.5
            ? evenSeries(
                square,
                [1.0 / 12, 1.0 / 720, 1.0 / 30_240, 1.0 / 1_209_600, 1.0 / 47_900_160, 691.0 / 1_307_674_368_000])
            : (1 - angle / 2 * cos(angle / 2) / sin(angle / 2)) / square
        let across = omega.cross(translation)
        return Twist(rotation: omega, translation: translation - across * 0.5 + omega.cross(across) * b)
    }

    /// The motion a share `fraction` of the way to `other` along the screw that joins them: constant speed of turning
    /// and moving, the same in every frame.
    public func interpolated(to other: Self, at fraction: Double) -> Self {
        self * Self(exponential: (inverse * other).logarithm * fraction)
    }
}

/// c₀ + c₁ x + c₂ x² + …
private func evenSeries(_ x: Double, _ coefficients: [Double]) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 }
}
