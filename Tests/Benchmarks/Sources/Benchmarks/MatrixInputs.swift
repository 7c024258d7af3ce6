import Glibc

/// Matrices that break a careless decomposition, row by row, nine doubles each.
///
/// Eigenvalues equal, nearly equal, zero, or a tiny fraction of the largest; any rank; entries mostly zero or one;
/// entries from 10⁻¹² to 10¹²; a fifth plain random.
enum MatrixInputs {
    static func adversarial(_ count: Int, symmetric: Bool, seed: UInt64 = 11) -> [Double] {
        var random = SplitMix(seed: seed)
        return (0..<count).flatMap { _ in
            let scale = pow(10, 24 * random.unit() - 12)
            let matrix =
                symmetric
                ? symmetricMatrix(random.unit() < 0.3 ? plainEntries(&random) : product(&random, sameFrame: true))
                : random.unit() < 0.4 ? plainEntries(&random) : product(&random, sameFrame: false)
            return matrix.map { $0 * scale }
        }
    }

    /// Columns of a well-conditioned matrix, scaled by up to 10⁻¹² against each other.
    static func graded(_ count: Int, seed: UInt64 = 12) -> [Double] {
        var random = SplitMix(seed: seed)
        return (0..<count).flatMap { _ in
            var matrix = turn(&random)
            for k in 0..<9 { matrix[k] += 0.5 * (random.unit() - 0.5) }
            for column in 0..<3 {
                let grade = pow(10, -12 * random.unit())
                for row in 0..<3 { matrix[3 * row + column] *= grade }
            }
            return matrix
        }
    }

    private static func plainEntries(_ random: inout SplitMix) -> [Double] {
        let isWhole = random.unit() < 0.5
        return (0..<9).map { _ in
            let entry = 2 * random.unit() - 1
            return isWhole ? (1.5 * entry).rounded() : entry
        }
    }

    /// A rotation, a spectrum of any pattern, and another rotation's transpose, or the same one's.
    private static func product(_ random: inout SplitMix, sameFrame: Bool) -> [Double] {
        let first = factor(&random)
        let values = [first, random.unit() < 0.5 ? first * factor(&random) : factor(&random), factor(&random)]
        let left = turn(&random)
        let right = sameFrame ? left : turn(&random)
        return (0..<9).map { place in
            let (row, column) = (place / 3, place % 3)
            return (0..<3).reduce(0) { $0 + left[3 * row + $1] * values[$1] * right[3 * column + $1] }
        }
    }

    private static func factor(_ random: inout SplitMix) -> Double {
        switch Int(7 * random.unit()) {
        case 0: 0
        case 1: 1
        case 2: -1
        case 3: 1 + pow(10, -1 - 16 * random.unit())
        case 4: pow(10, -20 * random.unit())
        default: 2 * random.unit() - 1
        }
    }

    private static func turn(_ random: inout SplitMix) -> [Double] {
        var q = (0..<4).map { _ in random.normal() }
        let length = q.reduce(0) { $0 + $1 * $1 }.squareRoot()
        q = q.map { $0 / length }
        let (x, y, z, w) = (q[0], q[1], q[2], q[3])
        return [
            1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w),
            2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w),
            2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y),
        ]
    }

    private static func symmetricMatrix(_ m: [Double]) -> [Double] {
        [m[0], m[1], m[2], m[1], m[4], m[5], m[2], m[5], m[8]]
    }
}
