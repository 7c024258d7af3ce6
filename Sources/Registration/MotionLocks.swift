public import LinearAlgebra

/// Motions of a pose: turns about and slides along the axes of the target's frame.
public struct DegreesOfFreedom: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let rotationX = Self(rawValue: 1)
    public static let rotationY = Self(rawValue: 2)
    public static let rotationZ = Self(rawValue: 4)
    public static let translationX = Self(rawValue: 8)
    public static let translationY = Self(rawValue: 16)
    public static let translationZ = Self(rawValue: 32)

    /// By the names of the covariance's order.
    public static let named: [(name: String, value: Self)] = [
        ("rx", .rotationX), ("ry", .rotationY), ("rz", .rotationZ),
        ("tx", .translationX), ("ty", .translationY), ("tz", .translationZ),
    ]

    /// By its place in the covariance's order.
    func contains(motion index: Int) -> Bool { rawValue & 1 << UInt8(index) != 0 }
}

/// Motions that a registration leaves as a pose has them.
///
/// Of the rotation vector that leads from the pose's rotation to the result's, in the target's frame, the locked turns
/// are 0; of the place in the target's frame at which the pose has ``center``, the locked coordinates stay. With the
/// source's origin as centre these are the entries of the translation.
public struct MotionLocks: Sendable {
    public var motions: DegreesOfFreedom
    /// A point of the source, in metres.
    public var center: Vector3
    /// targetFromSource; nil: where the registration starts.
    public var pose: RigidTransform?

    public init(_ motions: DegreesOfFreedom, center: Vector3 = .zero, pose: RigidTransform? = nil) {
        (self.motions, self.center, self.pose) = (motions, center, pose)
    }

    var isEmpty: Bool { motions.isEmpty }

    /// `pose` with the locked motions as `start` has them.
    func applied(to pose: RigidTransform, from start: RigidTransform) -> RigidTransform {
        let start = self.pose ?? start
        var turn = Quaternion(rotation: pose.rotation * start.rotation.transposed).rotationVector
        let (before, after) = (start * center, pose * center)
        var place = after
        for i in 0..<3 {
            if motions.contains(motion: i) { turn[i] = 0 }
            if motions.contains(motion: i + 3) { place[i] = before[i] }
        }
        let q = (Quaternion(rotationVector: turn) * Quaternion(rotation: start.rotation)).normalized
        return RigidTransform(rotation: q.rotation, translation: place - q.rotation * center)
    }
}
