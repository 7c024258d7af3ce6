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
        let start = text.position
        text.skipArrayName()
        return try reading(try text.numbers(separators: ",;[]()"), at: start)
    }

    func reading(_ n: [Double], at start: Int) throws(PoseTextError) -> PoseReading {
        guard n.count == 16 || n.count == 12 else {
            throw PoseTextError(.wrongCount(n.count, expected: "16 or 12"), at: start)
        }
        do throws(RigidityError) {
            let rows = stride(from: 0, to: n.count, by: 4).map { Array(n[$0..<$0 + 4]) }
            let checked = try RigidTransform.checked(rows: rows)
            return PoseReading(
                checked.transform, remarks: checked.wasAdjusted ? [.reorthonormalized(checked.deviation)] : [])
        } catch {
            throw PoseTextError(PoseTextError.Reason(error), at: start)
        }
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        for row in 0..<3 {
            for column in 0..<3 {
                text.append(plain: pose.rotation[row, column])
                text.append(" ")
            }
            text.append(plain: pose.translation[row])
            text.append(" ")
        }
        text.append("0 0 0 1")
    }
}

extension PoseTextError.Reason {
    fileprivate init(_ error: RigidityError) {
        self =
            switch error {
            case .lastRow: .lastRow
            case .mirrored: .mirrored
            case .notRigid(let deviation): .notRigid(deviation)
            case .notFinite, .wrongShape: .numberTooLarge
            }
    }
}

extension TextScanner {
    /// NumPy's own way to show a matrix.
    fileprivate mutating func skipArrayName() {
        let start = position
        if word() != "array" { position = start }
    }
}

extension PoseConvention where Self == MatrixConvention {
    /// `pose.formatted(.matrix)`
    public static var matrix: Self { Self() }
}
