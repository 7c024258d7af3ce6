import CloudGeometry
import LinearAlgebra
import PointClouds
import Segmentation
import SyntheticScans
import TestSupport
import Testing

@Suite struct ScenePoseTests {
    /// Over repeated scans the support's direction scatters about its mean as it says of itself.
    @Test func theSupportsDirectionIsAsCertainAsItSays() throws {
        let camera = MadeScenes.camera()
        let supports = try (1...24).map { seed in
            try #require(segment(camera.scan(MadeScenes.objectsOnTable, seed: UInt64(seed)).cloud).support)
        }
        let mean = supports.reduce(Vector3.zero) { $0 + $1.normal }.normalized
        let squares = supports.reduce(0.0) { $0 + ($1.normal - mean).squaredLength / 2 }
        let observed = (squares / Double(supports.count - 1)).squareRoot()
        let stated = supports.reduce(0.0) { $0 + $1.normalDeviation } / Double(supports.count)
        #expect(stated > 0.5 * observed && stated < 2 * observed, "observed \(observed), stated \(stated)")
    }

    /// A box on a box: its own height, not that of the pile.
    @Test func whatStandsOnAnotherReachesDownToIt() throws {
        let camera = MadeScenes.camera()
        let pile = TableScene(solids: [
            .box(Vector3(0.20, 0.16, 0.08), at: Vector3(0, 0, 0), yaw: 0.2, color: SIMD3(90, 90, 190)),
            .box(Vector3(0.09, 0.06, 0.05), at: Vector3(0.01, 0.01, 0.08), yaw: 0.7, color: SIMD3(220, 200, 70)),
        ])
        let scan = camera.scan(pile, seed: 3)
        let onTable = SegmentedScene(
            labels: scan.truth, support: segment(scan.cloud).support)
        let poses = onTable.poses(in: scan.cloud).posed
        #expect(poses.count == 2)
        #expect(abs(poses[0].pose.extents.z - 0.08) < 0.006, "\(poses[0].pose.extents)")
        #expect(abs(poses[1].pose.extents.z - 0.05) < 0.010, "\(poses[1].pose.extents)")
        let foot = camera.worldFromCamera * poses[1].pose.box.cloudFromBox
        #expect(abs(foot.translation.z - 0.105) < 0.006)
        #expect(poses.allSatisfy { $0.pose.axisStandardDeviation.z > 0 })
    }

    /// Behind another object, its foot hidden: that carries nothing.
    @Test func whatStandsBehindAnotherReachesDownToTheTable() throws {
        let camera = MadeScenes.camera()
        let row = TableScene(solids: [
            .box(Vector3(0.20, 0.05, 0.08), at: Vector3(0, -0.10, 0), color: SIMD3(90, 90, 190)),
            .box(Vector3(0.12, 0.06, 0.16), at: Vector3(0, 0.02, 0), color: SIMD3(220, 200, 70)),
        ])
        let scan = camera.scan(row, seed: 4)
        let scene = SegmentedScene(labels: scan.truth, support: segment(scan.cloud).support)
        let tall = try #require(scene.poses(in: scan.cloud).posed.map(\.pose.extents.z).max())
        #expect(abs(tall - 0.16) < 0.01)
    }

    /// Labels come from elsewhere too, and may name points that the scan doesn't have.
    @Test func whatHasNoPoseIsListedWithItsReason() {
        let place = Coordinates([SIMD3(0, 0, 1), SIMD3(0.1, 0, 1), SIMD3(0, 0.2, 1), SIMD3(repeating: .nan)])
        let support = SupportPlane(normal: Vector3(0, 0, -1), offset: -1.2, inliers: 1, rmse: 0)
        for support in [support, nil] {
            let scene = SegmentedScene(labels: [2, 2, 2, 3], support: support)
            let poses = scene.poses(in: PointCloud(positions: place))
            #expect(poses.posed.map(\.object.id) == [0])
            #expect(poses.unposed == [UnposedObject(object: scene.objects[1], reason: .noValidPoints(of: 1))])
        }
    }
}
