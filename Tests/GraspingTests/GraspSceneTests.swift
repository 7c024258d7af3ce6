import Grasping
import LinearAlgebra
import PointClouds
import Segmentation
import Testing

@Suite struct GraspSceneTests {
    /// Labels of another program's making needn't be small, or next to one another.
    @Test func anyNumberMayBeALabel() throws {
        let points = Coordinates([SIMD3(0, 0, 0.1), SIMD3(0.1, 0, 0.1), SIMD3(0, 0.2, 0.1), SIMD3(0, 0, 0)])
        var cloud = PointCloud(positions: points)
        cloud.viewpoint.translation = Vector3(0, 0, 1)
        let segments = SegmentedScene(
            labels: [.max, 7, .max, SegmentLabel.support],
            support: SupportPlane(normal: Vector3(0, 0, 1), offset: 0, inliers: 1, rmse: 0),
            objects: [
                SegmentedObject(id: Int(UInt32.max) - 2, pointIndices: [0, 2]),
                SegmentedObject(id: 5, pointIndices: [1]),
            ], diagnostics: .init())
        let scene = try #require(GraspScene(cloud, segments: segments))
        #expect(scene.objects.map(\.label) == [7, .max])
        #expect(scene.objects.map(\.id) == [5, Int(UInt32.max) - 2])
        #expect(scene.objects.map(\.pointCount) == [1, 2])
    }
}
