public import LinearAlgebra

/// `yaskawa`: `x,y,z,rx,ry,rz`, millimetres and degrees, `R = Rz(rz) · Ry(ry) · Rx(rx)`: turns about the fixed x, y and z
/// axes in this order.
///
/// The position data of a job in a cartesian frame (INFORM's `P00001=x,y,z,rx,ry,rz`); up to six external axes behind
/// are read over. At the gimbal lock ry = ±90 rx is set to 0. (Yaskawa DX200/YRC1000 Operator's Manual: cartesian
/// coordinates; Rx, Ry, Rz.)
public struct YaskawaConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "yaskawa" }
    public var shape: String { "x,y,z,rx,ry,rz, in mm and deg" }
    public var lengthUnit: LengthUnit { .millimeters }

    private static let numbers = SixNumbers(sequence: .zyx, order: .rightToLeft, names: ("rx", "ry", "rz"))

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try Self.numbers.read(&text, marks: nil, more: 6)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        Self.numbers.write(pose, to: &text)
    }
}

extension PoseConvention where Self == YaskawaConvention {
    /// `pose.formatted(.yaskawa)`
    public static var yaskawa: Self { Self() }
}
