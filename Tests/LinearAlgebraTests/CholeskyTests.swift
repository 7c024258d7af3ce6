import LinearAlgebra
import TestSupport
import Testing

struct CholeskyTests {
    /// B Bᵀ + 1: positive definite.
    private func matrix(_ size: Int, _ random: inout some RandomNumberGenerator) -> [[Double]] {
        let b = (0..<size).map { _ in (0..<size).map { _ in Double.random(in: -1...1, using: &random) } }
        return (0..<size).map { i in
            (0..<size).map { j in (0..<size).reduce(i == j ? 1 : 0) { $0 + b[i][$1] * b[j][$1] } }
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func everyStorageGivesTheSameFactor(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rows = matrix(6, &random)
        var right = Twist.zero
        for i in 0..<6 { right[i] = .random(in: -1...1, using: &random) }

        let ofMatrix = try #require(Matrix6(rows: rows).cholesky())
        let fixed = FixedTriangle<6>(rows: .init { i in .init { j in rows[i][j] } })
        let ofFixed = try #require(Cholesky(fixed, tolerance: 0))
        var envelope = EnvelopeTriangle(size: 6)
        for i in 0..<6 { for j in 0...i { envelope[i, j] = rows[i][j] } }
        let ofEnvelope = try #require(Cholesky(envelope, tolerance: 0))
        let x = ofEnvelope.solve((0..<6).map { right[$0] })
        for i in 0..<6 {
            for j in 0...i {
                #expect(ofMatrix.factor[i, j] == ofFixed.factor[i, j])
                #expect(ofMatrix.factor[i, j] == ofEnvelope.factor[i, j])
            }
            #expect(ofMatrix.solve(right)[i] == ofFixed.solve(FixedColumn<6>(.init { right[$0] }))[i])
            #expect(abs(ofMatrix.solve(right)[i] - x[i]) < 1e-14)
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func anEnvelopeLeavesOutOnlyZeros(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let first = (0..<30).map { Int.random(in: max(0, $0 - 5)...$0, using: &random) }
        var narrow = EnvelopeTriangle(firstColumns: first)
        var wide = EnvelopeTriangle(size: 30)
        for i in first.indices {
            for j in first[i]...i {
                let value = i == j ? 10 : Double.random(in: -1...1, using: &random)
                narrow[i, j] = value
                wide[i, j] = value
            }
        }
        let right = first.indices.map { _ in Double.random(in: -1...1, using: &random) }
        let x = try #require(Cholesky(narrow, tolerance: 0)).solve(right)
        #expect(x == Cholesky(wide, tolerance: 0)?.solve(right))
        for i in first.indices {
            let product = first.indices.reduce(0) { $0 + wide[max(i, $1), min(i, $1)] * x[$1] }
            #expect(abs(product - right[i]) < 1e-13)
        }
    }

    @Test func leastSquaresFindsThePolynomialAndWhatItExplains() throws {
        var system = LeastSquares<3>()
        var total = 0.0
        for x in stride(from: -2.0, through: 2, by: 0.25) {
            let value = 3 - 2 * x + 0.5 * x * x
            system.add([1, x, x * x], value)
            total += value * value
        }
        let (c, explained) = try #require(system.solution(tolerance: 1e-12))
        for (found, made) in [(c[0], 3.0), (c[1], -2.0), (c[2], 0.5)] { #expect(abs(found - made) < 1e-12) }
        #expect(abs(explained - total) < 1e-10 * total)
    }

    /// Written out for speed, to the same bits.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func leastSquaresIsSolvedAsByCholesky(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var system = LeastSquares<6>()
        for _ in 0..<30 {
            var row = [6 of Double](repeating: 0)
            for i in 0..<6 { row[i] = .random(in: -1...1, using: &random) }
            system.add(row, .random(in: -1...1, using: &random))
        }
        let (x, explained) = try #require(system.solution(tolerance: 1e-12))
        let cholesky = try #require(Cholesky(system.matrix, tolerance: 1e-12))
        let y = cholesky.forwardSubstituted(FixedColumn(system.right))
        let slow = cholesky.backSubstituted(y)
        for i in 0..<6 { #expect(x[i] == slow[i], "seed \(seed)") }
        #expect(explained == (0..<6).reduce(0) { $0 + y[$1] * y[$1] }, "seed \(seed)")
    }

    @Test func dependentEquationsHaveNoSolution() {
        var system = LeastSquares<2>()
        for x in 1...5 { system.add([Double(x), 2 * Double(x)], 1) }
        #expect(system.solution(tolerance: 1e-12) == nil)
        #expect(LeastSquares<2>().solution(tolerance: 1e-12) == nil)
    }
}
