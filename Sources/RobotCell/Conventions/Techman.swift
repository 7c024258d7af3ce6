public import LinearAlgebra

/// `techman`: `{x,y,z,rx,ry,rz}`, millimetres and degrees, `R = Rz(rz) · Ry(ry) · Rx(rx)`.
///
/// As TMflow shows a point, and as its expressions write one; the ROS driver has metres and radians in the same order.
/// At the gimbal lock ry = ±90 rx is set to 0. Also called `tm`. (TechmanRobotInc, tmr_ros1, tm_pose_conversion.h:
/// `setRPY(v[3], v[4], v[5])`; RoboDK, robomath, `Techman_2_Pose`.)
public struct TechmanConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "techman" }
    public var aliases: [String] { ["tm"] }
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

extension PoseConvention where Self == TechmanConvention {
    /// `pose.formatted(.techman)`
    public static var techman: Self { Self() }
}
