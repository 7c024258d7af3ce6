import LinearAlgebra
import PointClouds
import Sensing
import Testing

/// Whether a cloud's viewpoint can be where its sensor stood.
@Suite struct SensorPoseTests {
    /// A square metre, two metres before the origin.
    private let wall = PointCloud(
        positions: Coordinates(
            stride(from: Float(-0.5), through: 0.5, by: 0.1).flatMap { x in
                stride(from: Float(-0.5), through: 0.5, by: 0.1).map { SIMD3(x, $0, 2) }
            }))

    @Test func theOriginIsTheSensorOfPointsInItsOwnFrame() {
        #expect(wall.localSensorPose == .identity)
    }

    @Test func itIsGivenInTheFrameOfThePositions() throws {
        var cloud = wall
        cloud.origin = Vector3(500_000, 5_000_000, 100)
        cloud.viewpoint.translation = cloud.origin + Vector3(0, 0, 1)
        #expect(try #require(cloud.localSensorPose).translation == Vector3(0, 0, 1))
    }

    @Test func aMapsZeroIsNoSensor() {
        var cloud = wall
        cloud.origin = Vector3(500_000, 5_000_000, 100)
        #expect(cloud.localSensorPose == nil)
    }

    @Test(arguments: [(900.0, true), (1100, false)])
    func aThousandExtentsAreTheBorder(distance: Double, isSensor: Bool) {
        var cloud = wall
        // Seen from an edge the nearest corner is as far as the middle.
        cloud.viewpoint.translation = Vector3(-0.5, -0.5, 2 - distance * 2.0.squareRoot())
        #expect((cloud.localSensorPose != nil) == isSensor)
    }

    @Test func pointsWithoutAnExtentSayNothing() {
        #expect(PointCloud(positions: Coordinates()).localSensorPose == nil)
        #expect(PointCloud(positions: Coordinates([SIMD3(0, 0, 1)])).localSensorPose == nil)
        #expect(PointCloud(positions: Coordinates([SIMD3(.nan, 0, 1), SIMD3(0, 0, 1)])).localSensorPose == nil)
    }
}
