public import LinearAlgebra

/// `quaternion_xyzw`: `x y z qx qy qz qw`, in metres, the scalar last as in ROS.
///
/// Off unit length by up to 1e-3 it is normalised, beyond it is refused: the numbers are then something else.
public struct QuaternionXYZWConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "quaternion_xyzw" }
    public var shape: String { "x y z qx qy qz qw, in m" }
    public var lengthUnit: LengthUnit { .meters }

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        let n = try text.seven()
        return try pose(translation: n, Quaternion(x: n[3], y: n[4], z: n[5], w: n[6]))
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        let q = Quaternion(rotation: pose.rotation)
        text.append(spaced: [pose.translation.x, pose.translation.y, pose.translation.z, q.x, q.y, q.z, q.w])
    }
}

/// `quaternion_wxyz`: `x y z qw qx qy qz`, in metres, the scalar first as in Eigen's constructor, MuJoCo and Blender.
public struct QuaternionWXYZConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "quaternion_wxyz" }
    public var shape: String { "x y z qw qx qy qz, in m" }
    public var lengthUnit: LengthUnit { .meters }

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        let n = try text.seven()
        return try pose(translation: n, Quaternion(x: n[4], y: n[5], z: n[6], w: n[3]))
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        let q = Quaternion(rotation: pose.rotation)
        text.append(spaced: [pose.translation.x, pose.translation.y, pose.translation.z, q.w, q.x, q.y, q.z])
    }
}

extension TextScanner {
    fileprivate mutating func seven() throws(PoseTextError) -> [Double] {
        let start = position
        let n = try numbers(separators: ",;[]()")
        guard n.count == 7 else {
            throw PoseTextError(.wrongCount(n.count, expected: "7"), at: start)
        }
        return n
    }
}

extension PoseWriter {
    fileprivate mutating func append(spaced numbers: [Double]) {
        for (index, number) in numbers.enumerated() {
            if index > 0 { append(" ") }
            append(plain: number)
        }
    }
}

private func pose(translation n: [Double], _ quaternion: Quaternion) throws(PoseTextError) -> PoseReading {
    let translation = Vector3(n[0], n[1], n[2])
    return PoseReading(RigidTransform(rotation: try quaternion.checkedRotation(), translation: translation))
}

extension Quaternion {
    /// The rotation of a quaternion whose digits were rounded.
    func checkedRotation(at offset: Int = 0) throws(PoseTextError) -> Matrix3 {
        guard abs(length - 1) <= 1e-3 else { throw PoseTextError(.quaternionLength(length), at: offset) }
        return normalized.rotation
    }
}

extension PoseConvention where Self == QuaternionXYZWConvention {
    /// `pose.formatted(.quaternionXYZW)`
    public static var quaternionXYZW: Self { Self() }
}

extension PoseConvention where Self == QuaternionWXYZConvention {
    /// `pose.formatted(.quaternionWXYZ)`
    public static var quaternionWXYZ: Self { Self() }
}
