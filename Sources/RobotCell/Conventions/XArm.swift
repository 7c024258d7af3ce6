public import LinearAlgebra

/// `xarm`: `x,y,z,roll,pitch,yaw`, millimetres and degrees, `R = Rz(yaw) · Ry(pitch) · Rx(roll)`.
///
/// What `get_position` of the Python SDK gives, unless `is_radian` was asked for. At the gimbal lock pitch = ±90 roll is set
/// to 0. Also called `ufactory`. (UFACTORY, Lite 6 user manual, page 95: R = R_Z(α) R_Y(β) R_X(γ); xArm-Python-SDK,
/// xarm_api.md, `set_position`.)
public struct XArmConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "xarm" }
    public var aliases: [String] { ["ufactory"] }
    public var shape: String { "x,y,z,roll,pitch,yaw, in mm and deg" }
    public var lengthUnit: LengthUnit { .millimeters }

    private static let numbers = SixNumbers(
        sequence: .zyx, order: .rightToLeft, names: ("roll", "pitch", "yaw"))

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try Self.numbers.read(&text, marks: .any)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        Self.numbers.write(pose, to: &text)
    }
}

extension PoseConvention where Self == XArmConvention {
    /// `pose.formatted(.xArm)`
    public static var xArm: Self { Self() }
}
