import Glibc
import LinearAlgebra
import TestSupport

/// Matrices that break a careless decomposition: eigenvalues equal, nearly equal, zero or a tiny fraction of the
/// largest, entries of any size, some of them exactly zero.
enum AdversarialMatrices {
    static func rotation(using generator: inout some RandomNumberGenerator) -> Matrix3 {
        func draw() -> Double { Double.random(in: -1...1, using: &generator) }
        return Quaternion(x: draw(), y: draw(), z: draw(), w: draw()).normalized.rotation
    }

    /// Three numbers of any pattern: all alike, two alike, a factor 1 + 10⁻ᵏ apart, zero, or many decades apart.
    static func spectrum(using generator: inout some RandomNumberGenerator) -> Vector3 {
        func factor() -> Double {
            switch Int.random(in: 0..<7, using: &generator) {
            case 0: 0
            case 1: 1
            case 2: -1
            case 3: 1 + pow(10, Double.random(in: -17 ... -1, using: &generator))
            case 4: pow(10, Double.random(in: -20...0, using: &generator))
            default: Double.random(in: -1...1, using: &generator)
            }
        }
        let first = factor()
        return Vector3(first, Bool.random(using: &generator) ? first * factor() : factor(), factor())
    }

    static func symmetric(using generator: inout some RandomNumberGenerator) -> SymmetricMatrix3 {
        let turn = Int.random(in: 0..<4, using: &generator)
        var matrix = SymmetricMatrix3(symmetricPartOf: Matrix3(diagonal: spectrum(using: &generator)))
        if turn == 1 {
            // Block-diagonal, the plain axis in any place.
            let angle = Double.random(in: 0...7, using: &generator)
            let (c, s) = (cos(angle), sin(angle))
            let axis = Int.random(in: 0..<3, using: &generator)
            let rotation =
                axis == 0
                ? Matrix3(rows: Vector3(1, 0, 0), Vector3(0, c, -s), Vector3(0, s, c))
                : axis == 1
                    ? Matrix3(rows: Vector3(c, 0, s), Vector3(0, 1, 0), Vector3(-s, 0, c))
                    : Matrix3(rows: Vector3(c, -s, 0), Vector3(s, c, 0), Vector3(0, 0, 1))
            matrix = matrix.rotated(by: rotation)
        } else if turn > 1 {
            matrix = matrix.rotated(by: rotation(using: &generator))
        }
        return matrix * pow(10, Double.random(in: -12...12, using: &generator))
    }

    /// `U · diag · Vᵀ` of any rank and either sign of determinant, or plain random entries.
    static func general(using generator: inout some RandomNumberGenerator) -> Matrix3 {
        let scale = pow(10, Double.random(in: -12...12, using: &generator))
        func draw() -> Double { Double.random(in: -1...1, using: &generator) }
        func vector() -> Vector3 { Vector3(draw(), draw(), draw()) }
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: return Matrix3(columns: vector(), vector(), vector()) * scale
        case 1: return Matrix3(outer: vector(), vector()) * scale
        case 2:
            // Entries that are mostly exactly zero or one.
            func entry() -> Double { Double(Int.random(in: -1...1, using: &generator)) }
            func row() -> Vector3 { Vector3(entry(), entry(), entry()) }
            return Matrix3(rows: row(), row(), row()) * scale
        default:
            return rotation(using: &generator) * Matrix3(diagonal: spectrum(using: &generator))
                * rotation(using: &generator) * scale
        }
    }
}
