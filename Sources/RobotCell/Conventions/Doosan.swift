public import LinearAlgebra

/// `doosan`: `posx(x,y,z,a,b,c)`, millimetres and degrees, `R = Rz(a) · Ry(b) · Rz(c)`: not roll, pitch and yaw.
///
/// A task space pose of DRL. b is in [0, 180]; at the gimbal lock b = 0 or 180 c is set to 0. (Doosan Robotics
/// Programming Manual: posx, fkin.)
public struct DoosanConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "doosan" }
    public var shape: String { "posx(x,y,z,a,b,c), in mm and deg" }
    public var lengthUnit: LengthUnit { .millimeters }

    private static let numbers = SixNumbers(sequence: .zyz, order: .leftToRight, names: ("a", "b", "c"))

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try Self.numbers.read(&text, prefix: "posx", marks: .round)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        Self.numbers.write(pose, to: &text, open: "posx(", close: ")")
    }
}

extension PoseConvention where Self == DoosanConvention {
    /// `pose.formatted(.doosan)`
    public static var doosan: Self { Self() }
}
