import Glibc
public import LinearAlgebra

/// How one pose differs from another in the same frame: the shortest turn, the way, and the screw that carries the
/// first onto the second.
public struct PoseDifference: Equatable, Sendable {
    /// In [0, π], radians.
    public var angle: Double
    /// Between the origins, metres.
    public var distance: Double
    /// The direction of the screw's axis; the direction of the way where there is no turn, zero where there is
    /// neither.
    public var axis: Vector3
    /// The point of the axis nearest to the frame's origin; `nil` where there is no turn.
    public var point: Vector3?
    /// The way along the axis, metres (Chasles: every motion is a turn about an axis and a way along it).
    public var advance: Double

    /// The motion `second · first⁻¹`.
    public init(from first: RigidTransform, to second: RigidTransform) {
        let motion = second * first.inverse
        let vector = Quaternion(rotation: motion.rotation).rotationVector
        let way = second.translation - first.translation
        (angle, distance) = (vector.length, way.length)
        // Below this the turn is rounding and its axis noise.
        guard angle > 1e-12 else {
            (axis, point, advance) = (way.normalized, nil, way.length)
            return
        }
        axis = vector.normalized
        let t = motion.translation
        advance = axis.dot(t)
        let across = t - axis * advance
        point = (across + axis.cross(t) / tan(angle / 2)) / 2
    }
}
