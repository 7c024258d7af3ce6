public import LinearAlgebra

/// `jaka`: `x,y,z,rx,ry,rz`, millimetres and radians, `R = Rz(rz) · Ry(ry) · Rx(rx)`.
///
/// A CartesianPose of the SDK: millimetres beside radians; the pendant shows degrees. At the gimbal lock ry = ±π/2 rx is
/// set to 0. (JAKA, C++ SDK User Manual V2.1.7, 3.5 and 3.6 for the units, 4.8.3 and 4.8.4 for an angle triple and its
/// matrix.)
public struct JAKAConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "jaka" }
    public var shape: String { "x,y,z,rx,ry,rz, in mm and rad" }
    public var lengthUnit: LengthUnit { .millimeters }

    private static let numbers = SixNumbers(
        sequence: .zyx, order: .rightToLeft, names: ("rx", "ry", "rz"), inDegrees: false)

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try Self.numbers.read(&text, marks: .any)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        Self.numbers.write(pose, to: &text)
    }
}

extension PoseConvention where Self == JAKAConvention {
    /// `pose.formatted(.jaka)`
    public static var jaka: Self { Self() }
}
