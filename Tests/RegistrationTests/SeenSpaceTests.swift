import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Registration

@Suite struct SeenSpaceTests {
    /// A wall two metres before a sensor at the origin.
    private func wall(noise: [(place: Vector3, scatter: Double)] = []) throws -> SeenSpace {
        var points = Coordinates()
        for x in stride(from: Float(-0.6), through: 0.6, by: 0.01) {
            for y in stride(from: Float(-0.6), through: 0.6, by: 0.01) { points.append(SIMD3(x, y, 2)) }
        }
        let seen = SeenSpace(
            from: .zero, points: points, diagonal: 1.7, spacing: 0.01, noise: SensorNoise(noise, from: .zero))
        return try #require(seen)
    }

    @Test func aPointIsPlacedAlongItsRay() throws {
        let seen = try wall()
        let before = try #require(seen.sight(of: SIMD3(0, 0, 1.5)))
        #expect(abs(before.before - 0.5) < 0.01 && before.behind < 0)
        let behind = try #require(seen.sight(of: SIMD3(0, 0, 2.3)))
        #expect(abs(behind.behind - 0.3) < 0.01 && behind.before < 0)
        let on = try #require(seen.sight(of: SIMD3(0.2, 0.1, 2)))
        #expect(on.before <= 0 && on.behind <= 0)
        #expect(seen.sight(of: SIMD3(2, 0, 1)) == nil, "nothing was measured there")
        #expect(seen.sight(of: SIMD3(0, 0, -2)) == nil)
        #expect(seen.sight(of: SIMD3(.nan, 0, 1)) == nil)
    }

    @Test func noiseGrowsAsTheScatterDoes() {
        // As a depth camera's: 1 mm at one metre, with the square of the distance.
        let scatters = (0..<1000).map { i in
            let z = 1 + 3 * Double(i) / 999
            return (place: Vector3(0, 0, z), scatter: 0.001 * z * z)
        }
        let noise = SensorNoise(scatters, from: .zero)
        for z in [1.5, 2, 2.5, 3, 3.5] {
            // Pieces on edges count as noise, so the lower quartile of a fifth of the range stands for it.
            #expect(abs(Double(noise.at(Float(z))) / (0.001 * z * z) - 1) < 0.2, "at \(z) m")
        }
        #expect(noise.at(8) > noise.at(4))
        #expect(SensorNoise([], from: .zero).at(3) == 0)
    }
}
