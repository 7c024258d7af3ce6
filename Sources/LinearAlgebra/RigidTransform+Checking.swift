/// A rigid transform made of numbers of unknown origin, and how far they were from one.
public struct CheckedTransform: Equatable, Sendable {
    /// With the nearest rotation in place of the matrix.
    public var transform: RigidTransform
    /// The largest difference of a singular value of the 3×3 part from 1: 0 for a rotation, 0.001 for a scale of 0.1 %.
    public var deviation: Double
    /// Whether the deviation is more than rounding and the nearest rotation was taken, which a user should be told.
    public var wasAdjusted: Bool
}

/// Why a 4×4 matrix is no rigid transform.
public enum RigidityError: Error, Equatable, CustomStringConvertible {
    /// Not four rows, or three, of four numbers.
    case wrongShape
    case notFinite(row: Int, column: Int)
    /// The last row isn't 0 0 0 1.
    case lastRow([Double])
    /// The 3×3 part mirrors: left-handed.
    case mirrored
    /// The 3×3 part scales or shears by so much.
    case notRigid(deviation: Double)

    public var description: String {
        switch self {
        case .wrongShape: "a transform has 4 rows of 4 numbers (or the first 3 rows)"
        case .notFinite(let row, let column): "row \(row + 1), column \(column + 1) is not a finite number"
        case .lastRow(let row):
            "the last row is \(row.map { "\($0)" }.joined(separator: " ")), not 0 0 0 1; is the matrix transposed?"
        case .mirrored: "the 3×3 part mirrors (its determinant is negative); turn one axis round"
        case .notRigid(let deviation):
            "the 3×3 part scales or shears by \(deviation), more than 0.001; a rigid transform only turns"
        }
    }
}

extension RigidTransform {
    /// What is left of 0 and 1 in a matrix that was written with ten digits.
    private static let roundedDigits = 1e-9
    /// A tenth of a percent of scale is a millimetre in a metre: worse than a calibration that can be used.
    private static let largestDeviation = 1e-3
    /// Two roundings of a Float64 near 1: the digits are as good as they can be.
    private static let exactDeviation = 4e-16

    /// A rigid transform from a 4×4 matrix, row by row, or its first three rows.
    ///
    /// A 3×3 part within 1e-9 of a rotation counts as one written with rounded digits; up to 1e-3 the nearest rotation
    /// is taken and `wasAdjusted` says so; beyond, it is refused. The rotation given is orthonormal to rounding.
    public static func checked(rows: [[Double]]) throws(RigidityError) -> CheckedTransform {
        guard (3...4).contains(rows.count), rows.allSatisfy({ $0.count == 4 }) else { throw .wrongShape }
        for (i, row) in rows.enumerated() {
            for (j, number) in row.enumerated() where !number.isFinite { throw .notFinite(row: i, column: j) }
        }
        if rows.count == 4 {
            let off = [rows[3][0], rows[3][1], rows[3][2], rows[3][3] - 1].map(abs).max()!
            guard off <= roundedDigits else { throw .lastRow(rows[3]) }
        }
        let linear = Matrix3(
            rows: Vector3(rows[0][0], rows[0][1], rows[0][2]), Vector3(rows[1][0], rows[1][1], rows[1][2]),
            Vector3(rows[2][0], rows[2][1], rows[2][2]))
        let svd = linear.svd()
        let deviation = max(abs(svd.singularValues.x - 1), abs(svd.singularValues.z - 1))
        guard deviation <= largestDeviation else { throw .notRigid(deviation: deviation) }
        guard linear.determinant > 0 else { throw .mirrored }
        let isExact = deviation <= exactDeviation
        return CheckedTransform(
            transform: RigidTransform(
                rotation: isExact ? linear : svd.nearestRotation,
                translation: Vector3(rows[0][3], rows[1][3], rows[2][3])),
            deviation: deviation, wasAdjusted: deviation > roundedDigits)
    }
}
