import CloudGeometry
import LinearAlgebra
import PointClouds
import Segmentation
import TestSupport
import Testing

/// Every result is in the coordinates of the cloud's file, also where those are far from zero (UTM) and the stored
/// positions are relative to an origin.
@Suite struct FarOriginTests {
    private static let origin = Vector3(500_000, 5_000_000, 100)
    private static let near = MadeScenes.camera().scan(MadeScenes.wallBehindTable, seed: 11).cloud
    private static let far: PointCloud = {
        var cloud = near
        cloud.origin = origin
        cloud.viewpoint.translation += origin
        return cloud
    }()
    private static let scenes = (near: segment(near), far: segment(far))
    /// Float64 resolves 1 nm at 5,000 km; three terms of that size are added up.
    private static let rounding = 1e-8

    @Test func labelsAreThoseOfTheSceneAtTheOrigin() {
        #expect(Self.scenes.far.labels == Self.scenes.near.labels)
        #expect(!Self.scenes.near.objects.isEmpty)
    }

    @Test func theSupportHoldsForTheCoordinatesOfTheFile() throws {
        let (near, far) = (try #require(Self.scenes.near.support), try #require(Self.scenes.far.support))
        #expect(far.normal == near.normal)
        #expect(abs(far.offset - near.offset - near.normal.dot(Self.origin)) < Self.rounding)
        #expect(far.inliers == near.inliers && far.rmse == near.rmse && far.normalDeviation == near.normalDeviation)
        let index = try #require(Self.scenes.far.labels.firstIndex(of: SegmentLabel.support))
        let point = Vector3(Self.far.positions[index])
        #expect(abs(far.height(of: point + Self.origin) - near.height(of: point)) < Self.rounding)
        #expect(abs(far.relative(to: Self.origin).offset - near.offset) < Self.rounding)
    }

    @Test func theOtherPlanesHoldForTheCoordinatesOfTheFile() {
        let (near, far) = (Self.scenes.near.diagnostics.otherPlanes, Self.scenes.far.diagnostics.otherPlanes)
        #expect(far.count == near.count && !near.isEmpty)
        for (near, far) in zip(near, far) {
            #expect(abs(far.offset - near.offset - near.normal.dot(Self.origin)) < Self.rounding)
            #expect(far.rmse == near.rmse && far.inliers == near.inliers)
        }
    }

    @Test func posesAndHeightsHoldForTheCoordinatesOfTheFile() {
        let near = Self.scenes.near.poses(in: Self.near)
        let far = Self.scenes.far.poses(in: Self.far)
        #expect(far.posed.map(\.object) == near.posed.map(\.object) && !near.posed.isEmpty)
        for (near, far) in zip(near.posed, far.posed) {
            #expect((far.pose.centroid - near.pose.centroid - Self.origin).length < Self.rounding)
            let (nearBox, farBox) = (near.pose.box.cloudFromBox, far.pose.box.cloudFromBox)
            #expect((farBox.translation - nearBox.translation - Self.origin).length < Self.rounding)
            #expect((far.pose.extents - near.pose.extents).length < Self.rounding)
            #expect(far.standsOn == near.standsOn)
            #expect(abs(far.standsAt! - near.standsAt!) < 1e-6, "Float32 heights of positions moved by 1 nm")
        }
    }

    @Test func theCropIsGivenInTheCoordinatesOfTheFile() {
        var options = SegmentationOptions()
        options.crop = (Vector3(-0.1, -1, 0), Vector3(1, 1, 5))
        let near = segment(Self.near, options: options)
        options.crop = (Vector3(-0.1, -1, 0) + Self.origin, Vector3(1, 1, 5) + Self.origin)
        #expect(segment(Self.far, options: options).labels == near.labels)
        #expect(near.labels != Self.scenes.near.labels)
    }

    /// As for the plane that PCL finds in the stored positions.
    @Test func aPlaneFoundInThePositionsIsGivenInTheCoordinatesOfTheFile() {
        var cloud = PointCloud(positions: Coordinates([SIMD3(0, 0, 1.5), SIMD3(1, 0, 1.25), SIMD3(0, 1, 4)]))
        cloud.origin = Self.origin
        let plane = SupportPlane(normal: Vector3(0, 0, 1), localOffset: 1, labels: [1, 1, 2], of: cloud)
        #expect(plane.offset == 101)
        #expect(plane.inliers == 2)
        #expect(abs(plane.rmse - ((0.25 + 0.0625) / 2).squareRoot()) < 1e-12)
    }
}
