import LinearAlgebra

/// What the makers with millimetres and three angles in degrees share: a sequence, and the order in which the angles
/// of its three factors are written.
struct SixNumbers {
    var sequence: EulerSequence
    /// Which written angle (0, 1, 2) belongs to the first, second and third factor.
    var written: (first: Int, second: Int, third: Int)
    /// What the maker calls the three written angles.
    var names: (String, String, String)

    /// `R₁(first) · R₂(second) · R₃(third)`, written in this order.
    static func leftToRight(_ sequence: EulerSequence, _ names: (String, String, String)) -> Self {
        Self(sequence: sequence, written: (0, 1, 2), names: names)
    }

    /// `R₁(third) · R₂(second) · R₃(first)`: the rotation about a fixed axis that comes first is written first.
    static func rightToLeft(_ sequence: EulerSequence, _ names: (String, String, String)) -> Self {
        Self(sequence: sequence, written: (2, 1, 0), names: names)
    }

    func reading(_ n: [Double]) -> PoseReading {
        let angles = [n[3], n[4], n[5]]
        let rotation = sequence.rotation(
            SineCosine(degrees: angles[written.first]), SineCosine(degrees: angles[written.second]),
            SineCosine(degrees: angles[written.third]))
        let pose = RigidTransform(rotation: rotation, translation: Vector3(n[0], n[1], n[2]) / 1000)
        return PoseReading(pose, remarks: looksLikeRadians(angles) ? [.looksLikeRadians] : [])
    }

    /// The written angles, radians; a lock is remarked upon.
    func angles(of pose: RigidTransform, remarks text: inout PoseWriter) -> (Double, Double, Double) {
        let angles = sequence.angles(of: pose.rotation)
        var result = [0.0, 0, 0]
        result[written.first] = angles.first
        result[written.second] = angles.second
        result[written.third] = angles.third
        text.remark(lock: angles.lock, zeroed: [names.0, names.1, names.2][written.third])
        return (result[0], result[1], result[2])
    }

    /// The six numbers with these marks before, between and after them.
    func write(_ pose: RigidTransform, to text: inout PoseWriter, marks: (StaticString, StaticString, StaticString)) {
        let (a, b, c) = angles(of: pose, remarks: &text)
        text.append(marks.0)
        for (index, length) in [pose.translation.x, pose.translation.y, pose.translation.z].enumerated() {
            if index > 0 { text.append(marks.1) }
            text.append(millimeters: length)
        }
        for angle in [a, b, c] {
            text.append(marks.1)
            text.append(degrees: angle)
        }
        text.append(marks.2)
    }
}

/// All within one turn of radians, and one a multiple of an eighth of a turn as radians are written: 1.571, 3.1416.
private func looksLikeRadians(_ degrees: [Double]) -> Bool {
    guard degrees.allSatisfy({ abs($0) <= 2 * .pi + 1e-3 }) else { return false }
    return degrees.contains { angle in
        let eighths = (angle / (.pi / 4)).rounded()
        return eighths != 0 && abs(angle - eighths * (.pi / 4)) < 6e-4
    }
}

extension PoseWriter {
    mutating func remark(lock: EulerAngles.Lock, zeroed: String) {
        switch lock {
        case .none: break
        case .locked: remark(.gimbalLock(zeroed: zeroed))
        case .near(let distance): remark(.nearGimbalLock(distance))
        }
    }
}
