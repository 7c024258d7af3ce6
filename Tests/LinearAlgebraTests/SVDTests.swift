import Glibc
import TestSupport
import Testing

@testable import LinearAlgebra

@Suite("Singular value decomposition of 3×3 matrices")
struct SVDTests {
    /// Enough under PICKPOSE_TESTS=long for the figures that the documentation states.
    static let trials = TestEffort.isLong ? 250_000 : 8_000

    static func worstErrors(
        seed: UInt64, decompose: (Matrix3) -> Matrix3.SVD
    ) -> (rebuilt: Double, skew: Double, values: Double, wrong: String?) {
        var generator = SeededGenerator(seed: seed)
        var worst = (rebuilt: 0.0, skew: 0.0, values: 0.0, wrong: String?.none)
        for trial in 0..<trials {
            let matrix = AdversarialMatrices.general(using: &generator)
            let svd = decompose(matrix)
            let size = max(svd.singularValues.x, .leastNonzeroMagnitude)
            let rebuilt = svd.u * Matrix3(diagonal: svd.singularValues) * svd.v.transposed
            let rebuiltError = (rebuilt - matrix).frobeniusNorm / size
            let skew = max(
                (svd.u.transposed * svd.u - .identity).frobeniusNorm,
                (svd.v.transposed * svd.v - .identity).frobeniusNorm)
            var values = 0.0
            #if arch(x86_64)
                let exact = extendedPrecisionSingularValues(matrix)
                for k in 0..<3 {
                    values = max(values, abs(Double(exact[k] - Float80(svd.singularValues[k]))) / size)
                }
            #endif
            let inOrder =
                svd.singularValues.x >= svd.singularValues.y && svd.singularValues.y >= svd.singularValues.z
                && svd.singularValues.z >= 0 && svd.v.determinant > 0
            if !inOrder || !(rebuiltError < 1) || !(skew < 1) {
                worst.wrong = "seed \(seed), trial \(trial): \(matrix) gave \(svd)"
            }
            worst.rebuilt = max(worst.rebuilt, rebuiltError)
            worst.skew = max(worst.skew, skew)
            worst.values = max(worst.values, values)
        }
        return worst
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func factorsRebuildTheMatrixAndValuesAreExact(seed: UInt64) {
        let worst = Self.worstErrors(seed: seed) { $0.svd() }
        #expect(worst.wrong == nil)
        #expect(worst.rebuilt <= 1e-14 && worst.skew <= 4e-15 && worst.values <= 1e-14, "seed \(seed): \(worst)")
    }

    @Test func theCarefulPathIsAsGood() {
        let worst = Self.worstErrors(seed: 99) { $0.hestenesSVD() }
        #expect(worst.wrong == nil)
        #expect(worst.rebuilt <= 1e-14 && worst.skew <= 4e-15 && worst.values <= 1e-14, "\(worst)")
    }

    #if arch(x86_64)
        @Test func smallValuesOfScaledColumnsAndRowsKeepTheirOwnDigits() {
            var generator = SeededGenerator(seed: 5)
            func grades() -> Matrix3 {
                func grade() -> Double { pow(10, Double.random(in: -12...0, using: &generator)) }
                return Matrix3(diagonal: Vector3(grade(), grade(), grade()))
            }
            for trial in 0..<Self.trials / 4 {
                var even = AdversarialMatrices.rotation(using: &generator)
                for row in 0..<3 {
                    for column in 0..<3 { even[row, column] += Double.random(in: -0.25...0.25, using: &generator) }
                }
                let (columns, rows) = (even * grades(), grades() * even)
                for (matrix, inColumns) in [(columns, columns), (rows, rows.transposed)] {
                    let svd = matrix.svd()
                    let exact = extendedPrecisionSingularValues(inColumns)
                    for k in 0..<3 {
                        let error = abs(Double(exact[k] - Float80(svd.singularValues[k]))) / Double(exact[k])
                        #expect(error < 1e-13, "trial \(trial), value \(k): \(matrix)")
                    }
                    #expect(svd.v.determinant > 0)
                }
            }
        }
    #endif

    @Test func nearestRotationIsRightHanded() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let rotation = AdversarialMatrices.rotation(using: &generator)
            #expect((rotation.svd().nearestRotation - rotation).frobeniusNorm < 4e-15)
            let mirrored = rotation * Matrix3(diagonal: Vector3(1, 1, -0.3))
            #expect((mirrored.svd().nearestRotation - rotation).frobeniusNorm < 1e-13)
            let any = AdversarialMatrices.general(using: &generator).svd().nearestRotation
            #expect(abs(any.determinant - 1) < 1e-14)
        }
    }

    @Test func specialMatrices() {
        #expect(Matrix3.zero.svd() == .init(u: .identity, singularValues: .zero, v: .identity))
        #expect((Matrix3.identity * 3).svd().singularValues == Vector3(3, 3, 3))
        let diagonal = Matrix3(diagonal: Vector3(0, -2, 1e-200)).svd()
        #expect(diagonal.singularValues == Vector3(2, 1e-200, 0) || diagonal.singularValues.x == 2)
        for entry in [Double.nan, .infinity] {
            var matrix = Matrix3.identity
            matrix[1, 2] = entry
            #expect(matrix.svd().singularValues.x.isNaN)
        }
        for scale in [0x1p-1063, 1e-200, 1e200, 1e307] {
            let svd = Matrix3(rows: Vector3(1, 1, 0) * scale, Vector3(0, 1, 0) * scale, .zero).svd()
            #expect(abs(svd.singularValues.x / scale - 1.618034) < 1e-3)
            #expect(abs(svd.singularValues.y / scale - 0.618034) < 1e-3)
        }
    }
}
