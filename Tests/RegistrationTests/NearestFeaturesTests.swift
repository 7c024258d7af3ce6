import CKernels
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Registration

@Suite struct NearestFeaturesTests {
    /// Of points on a wavy sheet, the first `repeated` of them twice.
    private func features(_ count: Int, repeated: Int, seed: UInt64) throws -> SurfaceFeatures {
        var random = SeededGenerator(seed: seed)
        var points = (0..<count).map { _ in
            let (x, y) = (Float.random(in: 0...1, using: &random), Float.random(in: 0...1, using: &random))
            return SIMD3<Float>(x, y, 0.1 * x * x - 0.2 * y * y * y + Float.random(in: 0...0.02, using: &random))
        }
        points += points[..<repeated]
        let samples = try SurfaceSamples(of: Coordinates(points), voxel: 0.02, threads: 1)
        return SurfaceFeatures(of: samples, radius: 0.1, oriented: false, threads: 1)
    }

    private func squaredDistance(_ a: SurfaceFeatures, _ i: Int, _ b: SurfaceFeatures, _ j: Int) -> Float {
        var sums: [Float] = [0, 0]
        for d in 0..<SurfaceFeatures.dimension {
            let x = b.values[j * SurfaceFeatures.stride + d] - a.values[i * SurfaceFeatures.stride + d]
            sums[d % 2] += x * x
        }
        return sums[0] + sums[1]
    }

    /// To the bit, for any number of threads.
    @Test(arguments: [1, 3]) func theyAreThoseOfABruteForceSearch(threads: Int) throws {
        let a = try features(700, repeated: 0, seed: 1)
        let b = try features(333, repeated: 40, seed: 2)
        #expect(a.count > 200 && b.count > 100)
        let found = NearestFeatures.bothWays(a, b, threads: threads)
        for (features, others, nearest) in [(a, b, found.forward), (b, a, found.backward)] {
            #expect(nearest.index.count == features.count)
            for i in 0..<features.count {
                let distances = (0..<others.count).map { squaredDistance(features, i, others, $0) }
                let sorted = distances.sorted()
                #expect(nearest.best[i] == sorted[0] && nearest.second[i] == sorted[1])
                #expect(Int(nearest.index[i]) == distances.firstIndex(of: sorted[0]))
            }
        }
    }

    @Test func nothingIsNearestToNothing() throws {
        let a = try features(200, repeated: 0, seed: 3)
        let none = SurfaceFeatures(
            of: try SurfaceSamples(of: Coordinates([]), voxel: 1), radius: 1, oriented: false, threads: 1)
        let found = NearestFeatures.bothWays(a, none, threads: 2)
        #expect(found.forward.index.allSatisfy { $0 == -1 } && found.backward.index.isEmpty)
    }
}
