import CKernels
import CloudGeometry
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@Suite("Moments")
struct MomentsTests {
    /// Two passes in 80-bit floats, the mean first.
    static func slow(_ points: Coordinates) -> (mean: Vector3, covariance: Matrix3) {
        let valid = points.indices.filter { points.isFinite(at: $0) }
        let all = [points.x, points.y, points.z].map { column in valid.map { Float80(column[$0]) } }
        let means = all.map { $0.reduce(0, +) / Float80(valid.count) }
        var covariance = Matrix3.zero
        for i in 0..<3 {
            for j in 0..<3 {
                var sum: Float80 = 0
                for k in valid.indices { sum += (all[i][k] - means[i]) * (all[j][k] - means[j]) }
                covariance[i, j] = Double(sum / Float80(valid.count))
            }
        }
        return (Vector3(Double(means[0]), Double(means[1]), Double(means[2])), covariance)
    }

    static func cloud(
        _ count: Int, at center: SIMD3<Float> = .zero, invalid: Int = 0, using generator: inout SeededGenerator
    ) -> Coordinates {
        var points = Coordinates()
        for k in 0..<count {
            let offset = SIMD3(Float(generator.normal()), Float(generator.normal() * 0.3), Float(generator.normal()))
            var point = center + offset
            if invalid > 0 && k % invalid == 0 { point[k % 3] = k % 2 == 0 ? .nan : .infinity }
            points.append(point)
        }
        return points
    }

    @Test(arguments: [1, 2, 3, 4, 5, 7, 100, 16_384, 16_385, 50_000], [SIMD3<Float>.zero, SIMD3(5e6, -3e6, 1e3)])
    func agreeWithTwoPassesInExtendedPrecision(count: Int, center: SIMD3<Float>) {
        var generator = SeededGenerator(seed: UInt64(count))
        for invalid in [0, 3] {
            let points = Self.cloud(count, at: center, invalid: invalid, using: &generator)
            let moments = Moments(points)
            let valid = points.indices.filter { points.isFinite(at: $0) }.count
            #expect(moments.count == valid && moments.invalidCount == count - valid)
            guard valid > 0 else { continue }
            let (mean, covariance) = Self.slow(points)
            let size = max(covariance.trace, 1e-300)
            #expect((moments.mean - mean).length <= 1e-15 * mean.length + 1e-15)
            #expect((moments.covariance.matrix - covariance).frobeniusNorm <= 1e-13 * size)
        }
    }

    @Test func mergedPartsGiveTheWhole() {
        var generator = SeededGenerator(seed: 5)
        let points = Self.cloud(10_000, at: SIMD3(100, 200, 300), invalid: 7, using: &generator)
        let whole = Moments(points)
        var parts = Moments()
        for start in stride(from: 0, to: points.count, by: 617) {
            let part = Moments(points, at: start..<min(start + 617, points.count))
            parts = Bool.random(using: &generator) ? parts.merged(with: part) : part.merged(with: parts)
        }
        #expect(parts.count == whole.count && parts.invalidCount == whole.invalidCount)
        #expect((parts.mean - whole.mean).length < 1e-12)
        #expect((parts.covariance - whole.covariance).matrix.frobeniusNorm < 1e-14)
    }

    @Test(arguments: 1...4) func threadsDontChangeABit(threads: Int) {
        var generator = SeededGenerator(seed: 9)
        let points = Self.cloud(100_000, invalid: 1000, using: &generator)
        #expect(Moments(points, threads: threads) == Moments(points, threads: 1))
    }

    @Test(arguments: [0, 1, 3, 4, 1001], [0, 5]) func everyProcessorGivesTheSameBits(count: Int, invalid: Int) {
        var generator = SeededGenerator(seed: 11)
        let points = Self.cloud(count, invalid: invalid, using: &generator)
        var (fast, plain) = ([Double](repeating: 0, count: 9), [Double](repeating: 0, count: 9))
        let counts = (
            ck_moments(points.x, points.y, points.z, count, [0.5, 0, 0], &fast),
            ck_moments_baseline(points.x, points.y, points.z, count, [0.5, 0, 0], &plain)
        )
        #expect(counts.0 == counts.1)
        #expect(fast == plain)

        (fast, plain) = ([Double](repeating: 0, count: 19), [Double](repeating: 0, count: 19))
        var (low, high, plainLow, plainHigh) = ([0.0, 0, 0], [0.0, 0, 0], [0.0, 0, 0], [0.0, 0, 0])
        let axes = [0.6, 0.8, 0, -0.8, 0.6, 0, 0, 0, 1]
        _ = ck_frame_moments(points.x, points.y, points.z, count, axes, [1, 2, 3], &fast, &low, &high)
        _ = ck_frame_moments_baseline(
            points.x, points.y, points.z, count, axes, [1, 2, 3], &plain, &plainLow, &plainHigh)
        #expect(fast == plain)
        #expect(low == plainLow && high == plainHigh)
    }

    @Test func noPointsHaveNoSpread() {
        #expect(Moments(Coordinates()) == Moments())
        #expect(Moments(Coordinates(repeating: SIMD3(.nan, 0, 0), count: 9)).invalidCount == 9)
        #expect(Moments().covariance == .zero)
    }
}
