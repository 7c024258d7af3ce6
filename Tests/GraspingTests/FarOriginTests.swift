import Grasping
import LinearAlgebra
import PointClouds
import RobotCell
import Segmentation
import SyntheticScans
import Testing

/// A scan in UTM's coordinates, millions of metres from 0, gives every result in these coordinates.
@Suite struct FarOriginTests {
    private static let origin = Vector3(500_000, 5_000_000, 100)
    /// Double precision at five million metres.
    private static let rounding = 4e-9

    private static let near = TestScene([
        .box(0.11, 0.05, 0.07, at: Vector3(-0.08, 0.02, 0), yaw: 0.6),
        .box(0.05, 0.04, 0.06, at: Vector3(0.1, 0, 0), yaw: -0.2),
        .box(0.07, 0.05, 0.01, at: Vector3(0.02, -0.14, 0)),
    ]).scan.cloud
    private static let far: PointCloud = {
        var cloud = near
        cloud.origin = origin
        cloud.viewpoint.translation += origin
        return cloud
    }()

    private func scene(_ cloud: PointCloud) throws -> GraspScene {
        try #require(GraspScene(cloud, segments: segment(cloud)))
    }

    @Test func theSceneLeadsOutIntoTheFilesCoordinates() throws {
        let (near, far) = (try scene(Self.near), try scene(Self.far))
        #expect((far.scanFromSupport.rotation - near.scanFromSupport.rotation).frobeniusNorm < 1e-12)
        let shift = far.scanFromSupport.translation - near.scanFromSupport.translation
        #expect((shift - Self.origin).length < Self.rounding)
        // Inside, in the support frame, nothing is far.
        #expect(far.objects.map(\.id) == near.objects.map(\.id))
        for (a, b) in zip(far.objects, near.objects) { #expect((a.centroid - b.centroid).length < 1e-6) }
        // An object's place in the file's coordinates is where its points are.
        let object = far.objects[0]
        let centroid = far.scanFromSupport * object.centroid
        let own = segment(Self.far).objects.first { $0.id == object.id }!.pointIndices
        let mean = own.reduce(Vector3.zero) { $0 + Vector3(Self.far.positions[$1]) } / Double(own.count) + Self.origin
        #expect((centroid - mean).length < 1e-6)
        #expect(abs(far.support.height(of: centroid) - object.centroid.z) < 1e-6)
    }

    @Test func graspsAndRejectionsAreThoseOfTheSceneMoved() throws {
        let gripper = Gripper.jaw(.test)
        let (near, far) = (
            grasps(in: try scene(Self.near), gripper: gripper), grasps(in: try scene(Self.far), gripper: gripper)
        )
        #expect(!near.grasps.isEmpty && !near.rejected.isEmpty)
        #expect(far.grasps.map(\.object) == near.grasps.map(\.object))
        for (a, b) in zip(far.grasps, near.grasps) {
            let shift = a.scanFromGrasp.translation - b.scanFromGrasp.translation
            #expect((shift - Self.origin).length < 1e-6)
            #expect((a.scanFromGrasp.rotation - b.scanFromGrasp.rotation).frobeniusNorm < 1e-6)
            #expect(a.confidence == b.confidence && abs(a.score - b.score) < 1e-6)
        }
        #expect(far.rejected.map(\.object) == near.rejected.map(\.object))
        #expect(far.rejected.map(\.reason) == near.rejected.map(\.reason))
        #expect(far.tally == near.tally)
    }

    /// A file that states no viewpoint leaves it at zero, which is no sensor's place so far from the points.
    @Test func withoutAViewpointTheSceneIsAsFine() throws {
        let near = try scene(Self.near)
        var cloud = Self.far
        cloud.viewpoint = .identity
        let far = try #require(GraspScene(cloud, segments: segment(Self.far)))
        #expect(near.viewpoint != nil && far.viewpoint == nil && far.seen == nil)
        #expect(far.objects.map(\.id) == near.objects.map(\.id))
        for (a, b) in zip(far.objects, near.objects) {
            #expect(a.pointCount == b.pointCount && a.standsOn == b.standsOn)
            #expect(abs(a.low.z - b.low.z) < 1e-6 && abs(a.high.z - b.high.z) < 1e-6)
            let shift = far.scanFromSupport * a.centroid - near.scanFromSupport * b.centroid
            #expect((shift - Self.origin).length < 1e-6)
            // The frame lies under the objects.
            #expect((a.centroid - Vector3(0, 0, a.centroid.z)).length < 0.5)
        }
        let found = grasps(in: far, gripper: .jaw(.test))
        let known = grasps(in: near, gripper: .jaw(.test))
        #expect(!known.grasps.isEmpty)
        #expect(Set(known.grasps.map(\.object)).isSubset(of: found.grasps.map(\.object)))
        for grasp in found.grasps {
            #expect(grasp.jaw.margins.unmeasured == 1 && grasp.jaw.margins.hiddenByOthers == 0)
            guard let same = known.grasps.first(where: { $0.object == grasp.object }) else { continue }
            #expect(abs(grasp.jaw.width - same.jaw.width) < 0.006)
            let shift = grasp.scanFromGrasp.translation - same.scanFromGrasp.translation
            #expect((shift - Self.origin).length < 0.02)
        }
    }

    @Test func aScanWithoutAViewpointIsPicked() throws {
        var cloud = Self.far
        cloud.viewpoint = .identity
        let plan = try pickPlan(for: cloud, segments: segment(cloud), cell: try PickPlanTests.cell())
        let pick = try #require(plan.picks.first)
        let graspFromScan = pick.grasp.scanFromGrasp.inverse
        let held = cloud.positions.indices.filter { i in
            let p = graspFromScan * (Vector3(cloud.positions[i]) + Self.origin)
            return abs(p.x) < 0.01 && abs(p.y) < pick.grasp.jaw.opening / 2 && p.z < 0 && p.z > -0.045
        }
        #expect(held.count > 50)
    }

    @Test func whatMayBeUsedIsAskedInTheFilesCoordinates() throws {
        let origin = Self.origin
        let found = grasps(in: try scene(Self.far), gripper: .jaw(.test)) { scanFromGrasp in
            (scanFromGrasp.translation - origin).length < 2
        }
        #expect(!found.grasps.isEmpty)
    }

    @Test func aPlanHoldsTogether() throws {
        let cell = try PickPlanTests.cell("place: {frame: base, pose: \"kuka:{X 400,Y 300,Z 100,A 30,B 0,C 180}\"}")
        let near = try pickPlan(for: Self.near, segments: segment(Self.near), cell: cell)
        let far = try pickPlan(for: Self.far, segments: segment(Self.far), cell: cell)
        #expect(!far.picks.isEmpty && far.baseFromScan == near.baseFromScan)
        let shift = far.baseFromScan.rotation * Self.origin
        for (a, b) in zip(far.picks, near.picks) {
            let baseFromGrasp = far.baseFromScan * a.grasp.scanFromGrasp
            #expect((baseFromGrasp.translation - a.frames.grasp.translation).length < Self.rounding)
            #expect((a.frames.approach.translation - b.frames.approach.translation - shift).length < 1e-6)
            #expect((a.frames.lift.translation - b.frames.lift.translation - shift).length < 1e-6)
            // The place is the cell's, wherever the scan was taken.
            let (placed, expected) = (try #require(a.frames.place), try #require(b.frames.place))
            #expect((placed.translation - expected.translation).length < 1e-6)
        }
        #expect(far.rejected.map(\.object) == near.rejected.map(\.object))
    }
}
