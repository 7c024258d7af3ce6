public import LinearAlgebra

/// `fanuc`: `x,y,z,w,p,r`, millimetres and degrees, `R = Rz(r) · Ry(p) · Rx(w)`: turns about the fixed x, y and z axes in
/// this order.
///
/// Also as a position stands in an LS program: `X = 600.0 mm, Y = 0.0 mm, …, R = 0.0 deg`. At the gimbal lock
/// p = ±90 w is set to 0. (FANUC R-30iB Operator's Manual: cartesian coordinates; w, p, r.)
public struct FANUCConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "fanuc" }
    public var shape: String { "x,y,z,w,p,r, in mm and deg" }
    public var lengthUnit: LengthUnit { .millimeters }

    private static let numbers = SixNumbers(sequence: .zyx, order: .rightToLeft, names: ("w", "p", "r"))

    private static let components = ComponentNames(["X", "Y", "Z", "W", "P", "R"], readOver: [])

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        text.skipSpace()
        if let next = text.next, isLetter(next) {
            let values = try text.components(Self.components, until: nil)
            return Self.numbers.reading(values)
        }
        return try Self.numbers.read(&text, marks: .round)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        Self.numbers.write(pose, to: &text)
    }
}

extension PoseConvention where Self == FANUCConvention {
    /// `pose.formatted(.fanuc)`
    public static var fanuc: Self { Self() }
}
