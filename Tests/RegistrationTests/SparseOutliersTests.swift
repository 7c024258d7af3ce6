import Glibc
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Registration

struct SparseOutliersTests {
    /// Two plates at a right angle, with noise.
    private func plates(_ count: Int, _ random: inout SeededGenerator) -> [Vector3] {
        (0..<count).map { i in
            let (u, v) = (Double.random(in: 0...1, using: &random), Double.random(in: 0...1, using: &random))
            let p = i % 2 == 0 ? Vector3(0.3 * u, 0.2 * v, 0) : Vector3(0, 0.2 * v, 0.15 * u)
            return p + random.normalVector() * 0.0005
        }
    }

    private func uniform(_ count: Int, _ random: inout SeededGenerator) -> [Vector3] {
        (0..<count).map { _ in
            Vector3(
                Double.random(in: -0.03...0.33, using: &random), Double.random(in: -0.03...0.23, using: &random),
                Double.random(in: -0.03...0.18, using: &random))
        }
    }

    private func coordinates(_ points: [Vector3]) -> Coordinates { Coordinates(points.map { SIMD3<Float>($0) }) }

    @Test(arguments: [0.2, 0.5], [2000, 12_000])
    func uniformOutliersAreLeftOut(share: Double, count: Int) throws {
        var random = SeededGenerator(seed: 31)
        let outliers = Int(Double(count) * share / (1 - share))
        let points = coordinates(plates(count, &random) + uniform(outliers, &random))
        let kept = try #require(SparseOutliers.inliers(points))
        let surface = kept.filter { $0 < count }.count
        #expect(Double(surface) > 0.97 * Double(count))
        #expect(Double(kept.count - surface) < 0.25 * Double(outliers), "\(kept.count - surface) of \(outliers)")
    }

    /// Density that falls by a hundred, as a scanner's does with the distance, is no outlier; nor is plain noise.
    @Test func surfacesOfAnyDensityStay() {
        var random = SeededGenerator(seed: 32)
        let floor = (0..<6000).map { _ in
            let (r, a) = (
                0.5 * pow(20, Double.random(in: 0...1, using: &random)), Double.random(in: 0...6.28, using: &random)
            )
            return Vector3(r * cos(a), r * sin(a), 0.01 * random.normal())
        }
        #expect(SparseOutliers.inliers(coordinates(floor)) == nil)
        #expect(SparseOutliers.inliers(coordinates(plates(4000, &random))) == nil)
        let ball = (0..<4000).map { _ in
            random.unitVector() + Vector3(random.normal(), 0, 0)
                * 0.05
        }
        #expect(SparseOutliers.inliers(coordinates(ball)) == nil)
    }

    @Test func nothingToPartIsNoError() {
        #expect(SparseOutliers.inliers(Coordinates()) == nil)
        #expect(SparseOutliers.inliers(Coordinates([SIMD3<Float>](repeating: [1, 2, 3], count: 1000))) == nil)
    }

    /// Half of the scan is outliers, some points aren't finite: the pose is found, and the outliers are counted.
    @Test func preparationCountsWhatItLeavesOut() {
        var random = SeededGenerator(seed: 33)
        var points = coordinates(plates(2500, &random) + uniform(2500, &random))
        points.x[7] = .nan
        let prepared = PreparedCloud(PointCloud(positions: points))
        #expect((2000..<2600).contains(prepared.outlierCount))
        #expect(prepared.points.count + prepared.outlierCount == 4999)
    }
}
