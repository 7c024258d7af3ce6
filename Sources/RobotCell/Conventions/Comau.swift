public import LinearAlgebra

/// `comau`: `x,y,z,a,e,r`, millimetres and degrees, `R = Rz(a) · Ry(e) · Rz(r)`.
///
/// A position of PDL2: A, E and R turn about the moving z, y and z axes. e is in [0, 180]; at the gimbal lock e = 0 or
/// 180 r is set to 0. The maker's own manual was not seen. (RoboDK, robomath, `Comau_2_Pose`; Pickit, socket interface:
/// z-y'-z'', degrees; Mech-Mind, Euler Angles Definition and Convention: "rzyz".)
public struct ComauConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "comau" }
    public var shape: String { "x,y,z,a,e,r, in mm and deg" }
    public var lengthUnit: LengthUnit { .millimeters }

    private static let numbers = SixNumbers(
        sequence: .zyz, order: .leftToRight, names: ("a", "e", "r"))

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try Self.numbers.read(&text, marks: .any)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        Self.numbers.write(pose, to: &text)
    }
}

extension PoseConvention where Self == ComauConvention {
    /// `pose.formatted(.comau)`
    public static var comau: Self { Self() }
}
