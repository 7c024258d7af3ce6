public import LinearAlgebra

/// `kuka`: `{X x,Y y,Z z,A a,B b,C c}`, millimetres and degrees, `R = Rz(A) · Ry(B) · Rx(C)`.
///
/// A KRL aggregate of type FRAME, POS or E6POS: the components may stand in any order, the type's name may lead
/// (`{E6POS: X …}`), and status, turn and external axes (S, T, E1…E6) are read over. At the gimbal lock B = ±90 C is
/// set to 0. (KUKA System Software, Operating and Programming Instructions for System Integrators: coordinate
/// systems.)
public struct KUKAConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "kuka" }
    public var shape: String { "{X x,Y y,Z z,A a,B b,C c}, in mm and deg" }
    public var lengthUnit: LengthUnit { .millimeters }

    private static let angles = SixNumbers(sequence: .zyx, order: .leftToRight, names: ("A", "B", "C"))
    private static let components = ComponentNames(
        ["X", "Y", "Z", "A", "B", "C"], readOver: ["S", "T", "E1", "E2", "E3", "E4", "E5", "E6"])

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        guard text.take("{") else {
            throw PoseTextError(.expected("{", found: text.excerpt), at: text.position)
        }
        return Self.angles.reading(try text.components(Self.components, until: "}"))
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        let (a, b, c) = Self.angles.angles(of: pose, remarks: &text)
        text.append("{X ")
        text.append(millimeters: pose.translation.x)
        text.append(",Y ")
        text.append(millimeters: pose.translation.y)
        text.append(",Z ")
        text.append(millimeters: pose.translation.z)
        text.append(",A ")
        text.append(degrees: a)
        text.append(",B ")
        text.append(degrees: b)
        text.append(",C ")
        text.append(degrees: c)
        text.append("}")
    }
}

extension PoseConvention where Self == KUKAConvention {
    /// `pose.formatted(.kuka)`
    public static var kuka: Self { Self() }
}
