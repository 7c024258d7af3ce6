public import LinearAlgebra
public import PointClouds

/// `matrix`: 16 numbers, or the 12 of the first three rows, row by row, in metres, with any of space `,` `;` `[` `]`
/// between: what NumPy and Open3D print (`array([[…` too), what this tool's JSON holds.
///
/// A matrix within 1e-9 of a rotation is taken for one whose digits were rounded; up to 1e-3 the nearest rotation is
/// taken and it is said; beyond, it is refused.
public struct MatrixConvention: PoseConvention {
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
        if n.count == 16 {
            let last = max(abs(n[12]), abs(n[13]), abs(n[14]), abs(n[15] - 1))
            guard last <= 1e-9 else { throw PoseTextError(.lastRow, at: start) }
        }
        let linear = Matrix3(
            rows: Vector3(n[0], n[1], n[2]), Vector3(n[4], n[5], n[6]), Vector3(n[8], n[9], n[10]))
        let nearest = try nearestRotation(to: linear, at: start)
        let pose = RigidTransform(rotation: nearest.rotation, translation: Vector3(n[3], n[7], n[11]))
        return PoseReading(pose, remarks: nearest.distance > 1e-9 ? [.reorthonormalized(nearest.distance)] : [])
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

    private func nearestRotation(
        to matrix: Matrix3, at offset: Int
    ) throws(PoseTextError) -> (rotation: Matrix3, distance: Double) {
        let offUnit = (matrix.transposed * matrix - .identity).frobeniusNorm
        guard matrix.determinant > 1e-6 else {
            let mirrors = matrix.determinant < 0 && offUnit < 0.1
            throw PoseTextError(mirrors ? .mirrored : .notRigid(offUnit), at: offset)
        }
        // Newton's iteration for the polar factor (Higham 1986): halves what is far, squares what is near.
        var rotation = matrix
        for _ in 0..<60 {
            let next = (rotation + rotation.inverseTransposed) * 0.5
            let change = (next - rotation).frobeniusNorm
            rotation = next
            if change < 1e-9 { break }
        }
        let away = (matrix - rotation).frobeniusNorm
        guard away <= 1e-3 else { throw PoseTextError(.notRigid(away), at: offset) }
        return (rotation, away)
    }
}

extension TextScanner {
    /// NumPy's own way to show a matrix.
    fileprivate mutating func skipArrayName() {
        let start = position
        if word() != "array" { position = start }
    }
}

extension Matrix3 {
    fileprivate var inverseTransposed: Matrix3 {
        let (x, y, z) = columns
        return Matrix3(columns: y.cross(z), z.cross(x), x.cross(y)) * (1 / determinant)
    }
}

extension PoseConvention where Self == MatrixConvention {
    public static var matrix: Self { Self() }
}
