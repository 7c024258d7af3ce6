public import LinearAlgebra

/// `staubli`: `{x,y,z,rx,ry,rz}`, millimetres and degrees, `R = Rx(rx) · Ry(ry) · Rz(rz)`: turns about the moving x, y and
/// z axes in this order.
///
/// The `trsf` of VAL 3. At the gimbal lock ry = ±90 rz is set to 0. (Stäubli VAL 3 Reference Manual: the trsf type.)
public struct StaubliConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "staubli" }
    public var shape: String { "{x,y,z,rx,ry,rz}, in mm and deg" }
    public var lengthUnit: LengthUnit { .millimeters }

    private static let numbers = SixNumbers(sequence: .xyz, order: .leftToRight, names: ("rx", "ry", "rz"))

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try Self.numbers.read(&text, marks: .curly)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        Self.numbers.write(pose, to: &text, open: "{", close: "}")
    }
}

extension PoseConvention where Self == StaubliConvention {
    /// `pose.formatted(.staubli)`
    public static var staubli: Self { Self() }
}
