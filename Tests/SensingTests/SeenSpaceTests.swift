import LinearAlgebra
import PointClouds
import Sensing
import TestSupport
import Testing

@Suite struct SeenSpaceTests {
    /// A wall two metres before a sensor at the origin.
    private let wall = Coordinates(
        stride(from: Float(-0.6), through: 0.6, by: 0.01).flatMap { x in
            stride(from: Float(-0.6), through: 0.6, by: 0.01).map { SIMD3(x, $0, 2) }
        })

    @Test func aPlaceIsToldByTheWallInItsDirection() throws {
        let cube = try #require(SeenSpace(singleView: wall, from: .zero, diagonal: 1.7, spacing: 0.01))
        let plane = SeenSpace(
            PlaneGrid(of: wall, where: { _ in true }, from: .zero, pointsPerPixel: 4), of: wall,
            labels: [UInt32](repeating: 7, count: wall.count), from: .zero, margin: 0)
        for (place, tolerance, expected) in [
            (SIMD3<Float>(0, 0, 1.5), Float(0.45), Sight.empty), (SIMD3(0, 0, 1.5), 0.55, .surface),
            (SIMD3(0, 0, 2.3), 0.25, .hidden(by: 0)), (SIMD3(0, 0, 2.3), 0.35, .surface),
            (SIMD3(0.2, 0.1, 2), 0.02, .surface), (SIMD3(2, 0, 1), 0.1, .unmeasured),
            (SIMD3(0, 0, -2), 0.1, .unmeasured), (SIMD3(.nan, 0, 1), 0.1, .unmeasured),
        ] {
            #expect(cube.sight(of: place, tolerance: tolerance) == expected)
            let labelled = expected == .hidden(by: 0) ? .hidden(by: 7) : expected
            #expect(plane.sight(of: place, tolerance: tolerance) == labelled)
        }
    }

    /// Beside the edge of a near board the far wall is just as right.
    @Test func aMarginLetsBothDepthsOfAnEdgeCount() {
        var points = wall
        for x in stride(from: Float(-0.3), through: 0, by: 0.005) {
            for y in stride(from: Float(-0.3), through: 0.3, by: 0.005) { points.append(SIMD3(x, y, 1)) }
        }
        let grid = CubeGrid(side: 100)
        let strict = SeenSpace(grid, of: points, from: .zero, margin: 0)
        let lenient = SeenSpace(grid, of: points, from: .zero, margin: 1)
        let besideTheBoard = SIMD3<Float>(0.03, 0.013, 1)
        #expect(strict.sight(of: besideTheBoard, tolerance: 0.05) == .empty)
        #expect(lenient.sight(of: besideTheBoard, tolerance: 0.05) == .surface)
    }

    /// No view from one place shows a surface through another.
    @Test func surfacesBehindOneAnotherAreNoSingleView() {
        var points = wall
        for i in wall.indices { points.append(wall[i] * SIMD3(1, 1, 2)) }
        #expect(SeenSpace(singleView: points, from: .zero, diagonal: 2.5, spacing: 0.01) == nil)
    }

    /// Each pixel's depths are the least and the greatest of the points in it, as a plain loop finds them.
    @Test(arguments: [1 as UInt64, 2, 3]) func depthsAreThoseOfTheScansPoints(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var points = Coordinates()
        for _ in 0..<2000 {
            points.append(
                SIMD3(
                    .random(in: -1...1, using: &random), .random(in: -1...1, using: &random),
                    .random(in: -1...1, using: &random)))
        }
        points.append(SIMD3(.nan, 0, 0))
        let eye = Vector3(0.1, -0.2, 0.05)
        let grid = CubeGrid(side: 9)
        let seen = SeenSpace(grid, of: points, from: eye, margin: 0)
        var depths: [Int: [Float]] = [:]
        for i in points.indices {
            let offset = points[i] - SIMD3<Float>(eye)
            if let pixel = grid.pixel(of: offset) { depths[pixel, default: []].append(grid.depth(of: offset)) }
        }
        for pixel in 0..<grid.count {
            #expect(seen.nearest[pixel] == depths[pixel]?.min() ?? .infinity, "seed \(seed), pixel \(pixel)")
            #expect(seen.farthest[pixel] == depths[pixel]?.max() ?? 0, "seed \(seed), pixel \(pixel)")
        }
    }
}
