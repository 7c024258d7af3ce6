public import LinearAlgebra

/// `kawasaki`: `x,y,z,o,a,t`, millimetres and degrees, `R = Rz(o) · Ry(a) · Rz(t)`.
///
/// A transformation value of AS language: O, A and T turn about the moving z, y and z axes. a is in [0, 180]; at the
/// gimbal lock a = 0 or 180 t is set to 0. The maker's own manual was not seen. (Roboception, rc_cube manual, "Kawasaki
/// XYZ-OAT format": r_z(O) r_y(A) r_z(T), mm, degrees; Mech-Mind, Euler Angles Definition and Convention: "rzyz".)
public struct KawasakiConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "kawasaki" }
    public var shape: String { "x,y,z,o,a,t, in mm and deg" }
    public var lengthUnit: LengthUnit { .millimeters }

    private static let numbers = SixNumbers(
        sequence: .zyz, order: .leftToRight, names: ("o", "a", "t"))

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try Self.numbers.read(&text, marks: .any)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        Self.numbers.write(pose, to: &text)
    }
}

extension PoseConvention where Self == KawasakiConvention {
    /// `pose.formatted(.kawasaki)`
    public static var kawasaki: Self { Self() }
}
