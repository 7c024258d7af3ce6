public import LinearAlgebra

/// `euler:AXES:intrinsic|extrinsic:deg|rad`: `x y z a b c`, metres, for every order of axes that no maker's name stands
/// for.
///
/// Intrinsic `zyx` turns by a about z, by b about the new y, by c about the newest x: `R = Rz(a) · Ry(b) · Rx(c)`.
/// Extrinsic `xyz` turns about the fixed x by a, y by b, z by c: `R = Rz(c) · Ry(b) · Rx(a)`. At the gimbal lock the
/// angle of the rightmost factor is set to 0. (SciPy: `Rotation.from_euler("ZYX", …)` and `from_euler("xyz", …)`.)
public struct EulerConvention: PoseConvention {
    /// `euler:AXES:intrinsic|extrinsic:deg|rad`, the axes in small letters.
    public let name: String
    private let numbers: SixNumbers

    /// - Parameters:
    ///   - axes: three of x, y, z, neighbours different, in the order in which they are turned about.
    ///   - isIntrinsic: whether the axes turn along.
    ///   - inDegrees: whether angles are written in degrees, else in radians.
    /// - Returns: `nil` unless the axes make a sequence.
    public init?(axes: String, isIntrinsic: Bool, inDegrees: Bool) {
        let axes = axes.lowercased()
        let indices = axes.utf8.map { Int($0) - Int(UInt8(ascii: "x")) }
        guard indices.count == 3 else { return nil }
        let ordered = isIntrinsic ? indices : indices.reversed()
        guard let sequence = EulerSequence(first: ordered[0], second: ordered[1], third: ordered[2]) else { return nil }
        numbers = SixNumbers(
            sequence: sequence, order: isIntrinsic ? .leftToRight : .rightToLeft, names: ("a", "b", "c"),
            lengthUnit: .meters, inDegrees: inDegrees)
        name = "euler:\(axes):\(isIntrinsic ? "intrinsic" : "extrinsic"):\(inDegrees ? "deg" : "rad")"
    }

    public var shape: String { "x y z a b c, in m and \(numbers.inDegrees ? "deg" : "rad")" }
    public var lengthUnit: LengthUnit { .meters }

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try numbers.read(&text, marks: .square)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        numbers.write(pose, to: &text, between: " ")
    }
}

extension EulerConvention {
    static let pattern = "euler:AXES:intrinsic|extrinsic:deg|rad"

    /// The convention of a name such as `euler:zyx:intrinsic:deg`.
    init?(named name: String) {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0] == "euler", ["intrinsic", "extrinsic"].contains(parts[2]),
            ["deg", "rad"].contains(parts[3])
        else { return nil }
        self.init(axes: parts[1], isIntrinsic: parts[2] == "intrinsic", inDegrees: parts[3] == "deg")
    }
}
