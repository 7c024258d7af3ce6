import LinearAlgebra
import PointClouds
import Registration
import TestSupport
import Testing

/// What no scan says, but a file can.
@Suite struct AbsurdInputTests {
    @Test(arguments: [1e8, 1e30, -1e300])
    func aViewpointBeyondMeasureIsTakenForNone(distance: Double) throws {
        var random = SeededGenerator(seed: 4)
        let points = (0..<2000).map { _ in
            SIMD3<Float>(
                .random(in: 0...0.2, using: &random), .random(in: 0...0.1, using: &random), 0)
        }
        var cloud = PointCloud(positions: Coordinates(points))
        cloud.viewpoint.translation = Vector3(distance, distance, distance)
        _ = try? align(cloud, to: cloud)
    }
}
