public import LinearAlgebra

/// `denso`: `P(x,y,z,rx,ry,rz)`, millimetres and degrees, `R = Rz(rz) · Ry(ry) · Rx(rx)`.
///
/// A position of PacScript; the figure behind is read over. At the gimbal lock ry = ±90 rx is set to 0. (DENSO ROBOT
/// Programmer's Manual: position data type.)
public struct DensoConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "denso" }
    public var shape: String { "P(x,y,z,rx,ry,rz), in mm and deg" }
    public var lengthUnit: LengthUnit { .millimeters }

    private static let numbers = SixNumbers(sequence: .zyx, order: .rightToLeft, names: ("rx", "ry", "rz"))

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try Self.numbers.read(&text, prefix: "P", marks: .round, more: 1)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        Self.numbers.write(pose, to: &text, open: "P(", close: ")")
    }
}

extension PoseConvention where Self == DensoConvention {
    /// `pose.formatted(.denso)`
    public static var denso: Self { Self() }
}
