public import LinearAlgebra

/// `mitsubishi`: `(x,y,z,a,b,c)`, millimetres and degrees, `R = Rz(c) · Ry(b) · Rx(a)`.
///
/// A position constant of MELFA-BASIC; the two additional axes and the structure flags of a whole constant,
/// `(x,y,z,a,b,c,l1,l2)(fl1,fl2)`, are read over. At the gimbal lock b = ±90 a is set to 0. (Mitsubishi CR750/CR751
/// Instruction Manual, Detailed explanations of functions and operations: position variables.)
public struct MitsubishiConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "mitsubishi" }
    public var shape: String { "(x,y,z,a,b,c), in mm and deg" }
    public var lengthUnit: LengthUnit { .millimeters }

    private static let numbers = SixNumbers(sequence: .zyx, order: .rightToLeft, names: ("a", "b", "c"))

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        let result = try Self.numbers.read(&text, marks: .round, more: 2)
        if text.take("(") {
            text.position -= 1
            _ = try text.enclosedNumbers(prefix: "", marks: .round)
        }
        return result
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        Self.numbers.write(pose, to: &text, open: "(", close: ")")
    }
}

extension PoseConvention where Self == MitsubishiConvention {
    /// `pose.formatted(.mitsubishi)`
    public static var mitsubishi: Self { Self() }
}
