public import LinearAlgebra

/// `epson`: `XY(x,y,z,u,v,w)`, millimetres and degrees, `R = Rz(u) · Ry(v) · Rx(w)`.
///
/// A point of SPEL+; the first angle, u, is about z. At the gimbal lock v = ±90 w is set to 0. The order rests on one
/// source that is not the maker's: confirm it once on the controller. (Mech-Mind, Euler Angles Definition and Convention:
/// "rzyx".)
public struct EpsonConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "epson" }
    public var shape: String { "XY(x,y,z,u,v,w), in mm and deg" }
    public var lengthUnit: LengthUnit { .millimeters }

    private static let numbers = SixNumbers(
        sequence: .zyx, order: .leftToRight, names: ("u", "v", "w"))

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try Self.numbers.read(&text, prefix: "XY", marks: .any)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        Self.numbers.write(pose, to: &text, open: "XY(", close: ")")
    }
}

extension PoseConvention where Self == EpsonConvention {
    /// `pose.formatted(.epson)`
    public static var epson: Self { Self() }
}
