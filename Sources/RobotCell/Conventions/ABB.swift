public import LinearAlgebra

/// `abb`: `[[x,y,z],[q1,q2,q3,q4]]`, millimetres and a unit quaternion whose scalar is q1.
///
/// RAPID's `pose`; of a whole `robtarget`, with or without its declaration, the axis configuration and the external axes
/// are read over. Written with q1 ≥ 0. (ABB Technical reference manual, RAPID Instructions, Functions and Data types:
/// pose, orient, robtarget.)
public struct ABBConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "abb" }
    public var shape: String { "[[x,y,z],[q1,q2,q3,q4]] in mm, or a whole robtarget" }
    public var lengthUnit: LengthUnit { .millimeters }

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        text.skipDeclaration()
        try text.expect("[")
        let position = try text.group(of: 3)
        try text.expect(",")
        let start = text.position
        let q = try text.group(of: 4)
        if text.take(",") {
            _ = try text.group(of: 4)
            try text.expect(",")
            _ = try text.group(of: 6)
        }
        try text.expect("]")
        _ = text.take(";")
        let rotation = try Quaternion(x: q[1], y: q[2], z: q[3], w: q[0]).checkedRotation(at: start)
        return PoseReading(
            RigidTransform(rotation: rotation, translation: Vector3(position[0], position[1], position[2]) / 1000))
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        let q = Quaternion(rotation: pose.rotation)
        text.append("[[")
        for axis in 0..<3 {
            if axis > 0 { text.append(",") }
            text.append(millimeters: pose.translation[axis])
        }
        text.append("],[")
        for (index, component) in [q.w, q.x, q.y, q.z].enumerated() {
            if index > 0 { text.append(",") }
            text.append(plain: component)
        }
        text.append("]]")
    }
}

extension PoseConvention where Self == ABBConvention {
    /// `pose.formatted(.abb)`
    public static var abb: Self { Self() }
}

extension TextScanner {
    fileprivate mutating func expect(_ mark: Unicode.Scalar) throws(PoseTextError) {
        guard take(mark) else { throw PoseTextError(.expected("\(mark)", found: excerpt), at: position) }
    }

    /// `[1, 2, 3]`.
    fileprivate mutating func group(of count: Int) throws(PoseTextError) -> [Double] {
        try expect("[")
        let start = position
        let values = try numbers(separators: ",")
        guard values.count == count else {
            throw PoseTextError(.wrongCount(values.count, expected: "\(count) in this group"), at: start)
        }
        try expect("]")
        return values
    }

    /// `CONST robtarget pPick :=`.
    fileprivate mutating func skipDeclaration() {
        let start = position
        while !word().isEmpty {}
        if take(":"), take("=") { return }
        position = start
    }
}
