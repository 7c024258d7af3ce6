public import LinearAlgebra

/// `ur`: `p[x,y,z,rx,ry,rz]`, metres and a rotation vector: its direction is the axis, its length the angle in radians.
///
/// `R = exp([r]×)`; rx, ry, rz are not roll, pitch and yaw. Written with an angle in [0, π]; at a half turn the first
/// component is positive. (Universal Robots, The URScript Programming Language: the pose type.)
public struct URConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "ur" }
    public var shape: String { "p[x,y,z,rx,ry,rz], in m and rad" }
    public var lengthUnit: LengthUnit { .meters }

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        let start = text.position
        let n = try text.enclosedNumbers(prefix: "p", marks: .square)
        guard n.count == 6 else {
            throw PoseTextError(.wrongCount(n.count, expected: "6"), at: start)
        }
        let vector = Vector3(n[3], n[4], n[5])
        let pose = RigidTransform(
            rotation: Quaternion(rotationVector: vector).rotation, translation: Vector3(n[0], n[1], n[2]))
        return PoseReading(pose, remarks: vector.length > 2 * .pi + 1e-3 ? [.looksLikeDegrees] : [])
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        var q = Quaternion(rotation: pose.rotation)
        if q.w < 1e-13 {
            // Rounding decides the sign of w here, and of small components; the first real one decides the axis's.
            q.w = 0
            let leading = abs(q.x) > 1e-9 ? q.x : abs(q.y) > 1e-9 ? q.y : q.z
            if leading < 0 { q = Quaternion(x: -q.x, y: -q.y, z: -q.z, w: 0) }
            text.remark(.halfTurn)
        }
        let vector = q.rotationVector
        text.append("p[")
        for axis in 0..<3 {
            text.append(plain: pose.translation[axis])
            text.append(",")
        }
        for axis in 0..<3 {
            if axis > 0 { text.append(",") }
            text.append(plain: vector[axis])
        }
        text.append("]")
    }
}

extension PoseConvention where Self == URConvention {
    /// `pose.formatted(.ur)`
    public static var ur: Self { Self() }
}
