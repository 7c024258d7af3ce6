public import LinearAlgebra

/// `aubo`: `x,y,z,rx,ry,rz`, metres and radians, `R = Rz(rz) · Ry(ry) · Rx(rx)`.
///
/// As the SDK passes poses. At the gimbal lock ry = ±π/2 rx is set to 0. (AuboRobot, aubo_kinematics, kinematics.cpp,
/// `RPYtoRotMatrix`: "R = rotz(qz)*rot(qy)*rot(qx)".)
public struct AUBOConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "aubo" }
    public var shape: String { "x,y,z,rx,ry,rz, in m and rad" }
    public var lengthUnit: LengthUnit { .meters }

    private static let numbers = SixNumbers(
        sequence: .zyx, order: .rightToLeft, names: ("rx", "ry", "rz"), lengthUnit: .meters, inDegrees: false)

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try Self.numbers.read(&text, marks: .any)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        Self.numbers.write(pose, to: &text)
    }
}

extension PoseConvention where Self == AUBOConvention {
    /// `pose.formatted(.aubo)`
    public static var aubo: Self { Self() }
}
