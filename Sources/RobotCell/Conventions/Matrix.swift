public import LinearAlgebra

/// `matrix`: 16 numbers, or the 12 of the first three rows, row by row, in metres, with any of space `,` `;` `[` `]`
/// between: what NumPy and Open3D print (`array([[…` too), what this tool's JSON holds.
///
/// A matrix within 1e-9 of a rotation is taken for one whose digits were rounded; up to 1e-3 the nearest rotation is
/// taken and it is said; beyond, it is refused.
public struct MatrixConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "matrix" }
    public var shape: String { "16 or 12 numbers row by row, in m" }
    public var lengthUnit: LengthUnit { .meters }

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try MatrixNumbers(transposed: "franka").read(&text)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        MatrixNumbers.write(pose, lengthsIn: .meters, to: &text)
    }
}

extension PoseConvention where Self == MatrixConvention {
    /// `pose.formatted(.matrix)`
    public static var matrix: Self { Self() }
}

/// `matrix_mm`: the same with its translation in millimetres, as CAD programs, RoboDK and some cameras' tools have it.
public struct MatrixMillimetersConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "matrix_mm" }
    public var shape: String { "16 or 12 numbers row by row, in mm" }
    public var lengthUnit: LengthUnit { .millimeters }

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try MatrixNumbers(unit: .millimeters).read(&text)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        MatrixNumbers.write(pose, lengthsIn: .millimeters, to: &text)
    }
}

extension PoseConvention where Self == MatrixMillimetersConvention {
    /// `pose.formatted(.matrixMillimeters)`
    public static var matrixMillimeters: Self { Self() }
}
