import CloudGeometry
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

/// What is found in a cloud far out (UTM) lies where it lies near the origin, moved by as much: in the file's coordinates.
struct FarOriginTests {
    private let shift = Vector3(500_000, 5_400_000, 300)
    private let viewpoint = Vector3(0.1, -0.2, 1.5)
    private let near: PointCloud
    private let far: PointCloud

    init() {
        var generator = SeededGenerator(seed: 31)
        var near = PointCloud(positions: SampledShape.lShape.sample(3000, noise: 0.0005, using: &generator))
        near.positions.append(SIMD3(2, 2, 2))
        near.viewpoint.translation = viewpoint
        let seen = near.positions.indices.map { UInt16($0) }
        near.fields = [Field(name: "number", values: .uint16(seen))]
        var far = near
        far.origin = shift
        far.viewpoint.translation = shift + viewpoint
        (self.near, self.far) = (near, far)
    }

    private func expectMoved(_ far: RigidTransform, _ near: RigidTransform) {
        // Float64 counts by 1e-9 m out there.
        #expect((far.translation - near.translation - shift).length < 5e-9)
        #expect(far.rotation == near.rotation)
    }

    @Test func poseAndBox() throws {
        let (a, b) = (try near.estimatedPose(), try far.estimatedPose())
        expectMoved(b.cloudFromObject, a.cloudFromObject)
        expectMoved(b.box.cloudFromBox, a.box.cloudFromBox)
        #expect(b.centroid == b.cloudFromObject.translation && b.extents == a.extents)
        let inner = far.origin + Vector3(far.positions[7])
        #expect(b.box.contains(inner, margin: 1e-6) && !a.box.contains(inner))
        let reference = RigidTransform(rotation: a.cloudFromObject.rotation, translation: shift)
        #expect(try far.estimatedPose(reference: reference).cloudFromObject.rotation == a.cloudFromObject.rotation)
    }

    @Test func poseAndFootprintOnAPlane() throws {
        let indices = Array(0..<3000)
        let normal = Vector3(0.1, 0, 1).normalized
        let a = try near.estimatedPose(of: indices, standingOn: Standing(normal: normal, floor: -0.2))
        let floor = -0.2 + normal.dot(shift)
        let b = try far.estimatedPose(of: indices, standingOn: Standing(normal: normal, floor: floor))
        expectMoved(b.cloudFromObject, a.cloudFromObject)
        #expect((b.box.center - a.box.center - shift).length < 5e-9)
        #expect((b.extents - a.extents).length < 5e-9)
    }

    @Test func bounds() throws {
        let (a, b) = (try #require(near.bounds), try #require(far.bounds))
        #expect(b.lower == a.lower + shift && b.upper == a.upper + shift)
        #expect(PointCloud(positions: Coordinates()).bounds == nil)
    }

    @Test func normals() throws {
        let (a, b) = (near.estimatingNormals(), far.estimatingNormals())
        #expect(b.origin == shift && b.normals == a.normals && b.viewpoint.translation == far.viewpoint.translation)
        let normals = try #require(b.normals)
        for i in 0..<3000 where normals.isFinite(at: i) {
            let toViewpoint = b.viewpoint.translation - (b.origin + Vector3(b.positions[i]))
            #expect(Vector3(normals[i]).dot(toViewpoint) > -1e-6)
        }
    }

    @Test func downsampling() throws {
        let (a, b) = (try near.downsampled(voxel: 0.01), try far.downsampled(voxel: 0.01))
        #expect(b.origin == shift && b.viewpoint.translation == far.viewpoint.translation)
        #expect(b.positions == a.positions && b.fields == a.fields && b.count < far.count)
    }

    @Test func outlierRemoval() {
        let (a, b) = (near.removingOutliers(), far.removingOutliers())
        #expect(b.origin == shift && b.positions == a.positions)
        #expect(b.positions[b.count - 1] != SIMD3(2, 2, 2))
    }
}
