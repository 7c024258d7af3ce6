import LinearAlgebra
import TestSupport
import Testing

@Suite("Eigen-decomposition of symmetric 3×3 matrices")
struct SymmetricEigenTests {
    @Test(arguments: 0..<4 as Range<UInt64>)
    func vectorsAndValuesRebuildTheMatrix(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for trial in 0..<SVDTests.trials {
            let matrix = AdversarialMatrices.symmetric(using: &generator)
            let eigen = matrix.eigen()
            let size = max(abs(eigen.values.x), abs(eigen.values.z))
            let rebuilt = eigen.vectors * Matrix3(diagonal: eigen.values) * eigen.vectors.transposed
            let error = (rebuilt - matrix.matrix).frobeniusNorm
            let skewness = (eigen.vectors.transposed * eigen.vectors - .identity).frobeniusNorm
            var values = 0.0
            #if arch(x86_64)
                let exact = extendedPrecisionEigenvalues(matrix)
                for k in 0..<3 { values = max(values, abs(Double(exact[k] - Float80(eigen.values[k]))) / size) }
            #endif
            let holds =
                size == 0
                || values <= 1e-14 && error <= 2e-14 * size && skewness <= 4e-15 && eigen.vectors.determinant > 0
                    && eigen.values.x >= eigen.values.y && eigen.values.y >= eigen.values.z
            if !holds {
                Issue.record(
                    "seed \(seed), trial \(trial): \(matrix) gave \(eigen); \(error / size), \(skewness), \(values)")
                return
            }
        }
    }

    @Test func diagonalMatricesGiveTheCoordinateAxesExactly() {
        let eigen = SymmetricMatrix3(xx: 0, xy: 0, xz: 0, yy: 3, yz: 0, zz: 0.25).eigen()
        #expect(eigen.values == Vector3(3, 0.25, 0))
        #expect(abs(eigen.vectors.columns.x.y) == 1)
        #expect(abs(eigen.vectors.columns.z.x) == 1)
    }

    @Test func degenerateMatricesGiveAFrame() {
        #expect(SymmetricMatrix3.zero.eigen() == .init(values: .zero, vectors: .identity))
        #expect((SymmetricMatrix3.identity * 7).eigen().values == Vector3(7, 7, 7))
        let line = SymmetricMatrix3(outer: Vector3(1, 2, 2)).eigen()
        #expect(abs(line.values.x - 9) < 1e-14)
        #expect(abs(line.values.y) < 1e-14 && abs(line.values.z) < 1e-14)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func whatIsNotFiniteGivesNoNumbersAndNoTrap(entry: Double) {
        var matrix = SymmetricMatrix3.identity
        matrix.xz = entry
        let eigen = matrix.eigen()
        #expect(eigen.values.x.isNaN && eigen.values.y.isNaN && eigen.values.z.isNaN)
        #expect(eigen.vectors == .identity)
    }

    @Test(arguments: [0x1p-1063, 1e-200, 1e200, 1e307])
    func hugeAndTinyEntriesKeepTheirRange(scale: Double) {
        let eigen = SymmetricMatrix3(xx: scale, xy: scale, xz: 0, yy: scale, yz: 0, zz: 3 * scale).eigen()
        #expect(abs(eigen.values.x / scale - 3) < 1e-3)
        #expect(abs(eigen.values.y / scale - 2) < 1e-3)
        #expect(abs(eigen.values.z / scale) < 1e-3)
        #expect(abs(eigen.vectors.determinant - 1) < 1e-14)
    }
}
