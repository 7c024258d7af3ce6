import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Registration

@Suite struct SeenSpaceTests {
    /// A wall two metres before a sensor at the origin.
    private func wall() throws -> SeenSpace {
        var points = Coordinates()
        for x in stride(from: Float(-0.6), through: 0.6, by: 0.01) {
            for y in stride(from: Float(-0.6), through: 0.6, by: 0.01) { points.append(SIMD3(x, y, 2)) }
        }
        return try #require(SeenSpace(from: .zero, points: points, diagonal: 1.7, spacing: 0.01))
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
}
