import LinearAlgebra
import RobotCell

/// Decimals that controllers read: 0.1 µm and 1e-5 degrees, for FANUC and Yaskawa what their own files hold.
extension RigidTransform {
    var values: [String: Any] {
        let t = translation
        func lengths(_ scale: Double, _ decimals: Int, _ names: [String] = ["x", "y", "z"]) -> [String: Any] {
            let numbers = [t.x, t.y, t.z].map { ($0 * scale).fixed(decimals) }
            return Dictionary(uniqueKeysWithValues: zip(names, numbers as [Any]))
        }
        func with(_ numbers: [Double], _ decimals: Int, _ names: [String], in lengths: [String: Any]) -> [String: Any] {
            lengths.merging(zip(names, numbers.map { $0.fixed(decimals) as Any })) { $1 }
        }
        let z = EulerSequence.zyx.angles(of: rotation)
        let (yaw, pitch, roll) = (z.first.inDegrees, z.second.inDegrees, z.third.inDegrees)
        let q = Quaternion(rotation: rotation).withSettledSign
        let vector = q.rotationVector
        return [
            "m": lengths(1, 7), "mm": lengths(1000, 4),
            "ur": with([vector.x, vector.y, vector.z], 8, ["rx", "ry", "rz"], in: lengths(1, 7)),
            "kuka": with([yaw, pitch, roll], 5, ["a", "b", "c"], in: lengths(1000, 4)),
            "fanuc": with([roll, pitch, yaw], 5, ["w", "p", "r"], in: lengths(1000, 4)),
            "abb": with([q.w, q.x, q.y, q.z], 9, ["q1", "q2", "q3", "q4"], in: lengths(1000, 4)),
            "yaskawa": with([roll, pitch, yaw], 4, ["rx", "ry", "rz"], in: lengths(1000, 3)),
            "ros": with([q.x, q.y, q.z, q.w], 9, ["qx", "qy", "qz", "qw"], in: lengths(1, 7)),
            "text": Dictionary(
                uniqueKeysWithValues: PoseConventions.all.map { ($0.name, written(as: $0).text as Any) }),
        ]
    }
}

extension Quaternion {
    /// Of a half turn rounding decides the sign of w and so of all: the first component that is more than rounding is
    /// made positive, at a cost of 2e-9 in the rotation, the last digit written.
    fileprivate var withSettledSign: Self {
        guard abs(w) < 1e-9 else { return self }
        let leading = abs(x) > 1e-6 ? x : abs(y) > 1e-6 ? y : z
        let sign = leading < 0 ? -1.0 : 1.0
        return Self(x: x * sign, y: y * sign, z: z * sign, w: 0)
    }
}
