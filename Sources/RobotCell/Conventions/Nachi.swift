public import LinearAlgebra

/// `nachi`: `x,y,z,r,p,y`, millimetres and degrees, `R = Rz(r) · Ry(p) · Rx(y)`.
///
/// The first angle, r, is about z and not about x, as roll is elsewhere; the last, y, is about x. At the gimbal lock
/// p = ±90 y is set to 0. (RoboDK, robomath, `Pose_2_Nachi` writes rz, ry, rx; Pickit, socket interface: fixed x-y-z;
/// Mech-Mind, Euler Angles Definition and Convention: "rzyx".)
public struct NachiConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "nachi" }
    public var shape: String { "x,y,z,r,p,y, in mm and deg" }
    public var lengthUnit: LengthUnit { .millimeters }

    private static let numbers = SixNumbers(
        sequence: .zyx, order: .leftToRight, names: ("r", "p", "y"))

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try Self.numbers.read(&text, marks: .any)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        Self.numbers.write(pose, to: &text)
    }
}

extension PoseConvention where Self == NachiConvention {
    /// `pose.formatted(.nachi)`
    public static var nachi: Self { Self() }
}
