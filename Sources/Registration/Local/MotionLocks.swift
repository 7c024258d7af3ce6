public import LinearAlgebra

/// Motions of a pose: turns about and slides along the axes of the target's frame.
public struct DegreesOfFreedom: OptionSet, Sendable {
    /// A bit each, rx ry rz tx ty tz from the lowest.
    public let rawValue: UInt8
    /// The motions of these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The turn about x.
    public static let rotationX = Self(rawValue: 1)
    /// The turn about y.
    public static let rotationY = Self(rawValue: 2)
    /// The turn about z.
    public static let rotationZ = Self(rawValue: 4)
    /// The slide along x.
    public static let translationX = Self(rawValue: 8)
    /// The slide along y.
    public static let translationY = Self(rawValue: 16)
    /// The slide along z.
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
    /// In the target's frame.
    public var motions: DegreesOfFreedom
    /// A point of the source, in metres.
    public var center: Vector3
    /// targetFromSource; nil: where the registration starts.
    public var pose: RigidTransform?

    /// - Parameters:
    ///   - motions: in the target's frame.
    ///   - center: a point of the source, in metres.
    ///   - pose: targetFromSource; nil: where the registration starts.
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
