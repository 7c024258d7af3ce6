public import LinearAlgebra

/// `dobot`: `{x,y,z,rx,ry,rz}`, millimetres and degrees, `R = Rz(rz) · Ry(ry) · Rx(rx)`.
///
/// What `GetPose` returns. At the gimbal lock ry = ±90 rx is set to 0. The order rests on one source that is not the
/// maker's: confirm it once on the controller. (Dobot, TCP/IP Remote Control Interface Guide V4.5.1, `GetPose`, for the
/// form; Mech-Mind, Euler Angles Definition and Convention: "sxyz".)
public struct DobotConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "dobot" }
    public var shape: String { "{x,y,z,rx,ry,rz}, in mm and deg" }
    public var lengthUnit: LengthUnit { .millimeters }

    private static let numbers = SixNumbers(
        sequence: .zyx, order: .rightToLeft, names: ("rx", "ry", "rz"))

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try Self.numbers.read(&text, marks: .any)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        Self.numbers.write(pose, to: &text, open: "{", close: "}")
    }
}

extension PoseConvention where Self == DobotConvention {
    /// `pose.formatted(.dobot)`
    public static var dobot: Self { Self() }
}
