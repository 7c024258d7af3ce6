import Grasping
import LinearAlgebra
import RobotCell
import Segmentation
import SyntheticScans
import Testing

@Suite struct FootingTests {
    private func objects(_ solids: [Solid], noise: Double = 0) -> [GraspScene.Object] {
        TestScene(solids, noise: noise).graspScene.objects
    }

    @Test(arguments: [0.0, 1])
    func aStackedBoxStandsOnTheOneBelow(noise: Double) {
        let objects = objects(
            [
                .box(0.16, 0.12, 0.06, at: .zero, yaw: 0.2), .box(0.07, 0.05, 0.04, at: Vector3(0, 0, 0.06), yaw: 0.7),
            ], noise: noise)
        #expect(objects[0].standsAt == 0 && objects[0].standsOn == nil)
        #expect(abs(objects[1].standsAt - 0.06) < 0.004)
        #expect(objects[1].standsOn == 0)
    }

    @Test func aTowerOfThreeStandsEachOnTheNext() {
        let objects = objects([
            .box(0.16, 0.14, 0.05, at: .zero), .box(0.11, 0.09, 0.04, at: Vector3(0, 0.01, 0.05)),
            .cylinder(radius: 0.025, height: 0.05, at: Vector3(0, 0.01, 0.09), color: SIMD3(9, 9, 9)),
        ])
        #expect(objects.map(\.standsOn) == [nil, 0, 1])
        #expect(abs(objects[2].standsAt - 0.09) < 0.004)
    }

    /// What the poses say of a scene and what its grasps go by are one answer.
    @Test func theGraspsAndThePosesStandOnTheSame() {
        let scene = TestScene(
            [
                .box(0.16, 0.12, 0.06, at: Vector3(-0.1, 0, 0), yaw: 0.2),
                .box(0.07, 0.05, 0.04, at: Vector3(-0.1, 0, 0.06), yaw: 0.7),
                .box(0.08, 0.08, 0.05, at: Vector3(0.12, 0.02, 0)),
                .box(0.08, 0.08, 0.05, at: Vector3(0.12, 0.02, 0.05)),
            ], noise: 1)
        let posed = scene.segments.poses(in: scene.scan.cloud).posed
        #expect(posed.count == 4 && posed.contains { $0.standsOn != nil })
        for object in scene.graspScene.objects {
            let same = posed.first { $0.object.id == object.id }
            #expect(same?.standsAt == object.standsAt && same?.standsOn == object.standsOn)
        }
    }

    @Test func flushFacesAreAStack() {
        let objects = objects([
            .box(0.08, 0.08, 0.05, at: .zero), .box(0.08, 0.08, 0.05, at: Vector3(0, 0, 0.05)),
        ])
        #expect(objects.map(\.standsOn) == [nil, 0])
        #expect(abs(objects[1].standsAt - 0.05) < 0.005)
    }

    @Test func whatStandsBeforeAnObjectDoesNotCarryIt() {
        // The low box hides the foot of the high one.
        let touching = objects([
            .box(0.08, 0.05, 0.12, at: Vector3(0, 0.06, 0)), .box(0.12, 0.05, 0.05, at: Vector3(0, 0.0095, 0)),
        ])
        #expect(touching.map(\.standsOn) == [nil, nil])
        let apart = objects([
            .box(0.08, 0.05, 0.12, at: Vector3(0, 0.1, 0)), .box(0.12, 0.05, 0.06, at: Vector3(0, 0, 0)),
        ])
        #expect(apart.map(\.standsAt) == [0, 0])
    }

    @Test func aFlatThingOnABoxIsHeldAboveIt() throws {
        // 18 mm high: no tip may go 20 mm below its top.
        let scene = TestScene([
            .box(0.16, 0.13, 0.06, at: .zero), .box(0.06, 0.04, 0.018, at: Vector3(0, 0, 0.06), yaw: 0.3),
        ])
        let grasp = try #require(scene.search().grasps.first { $0.object == 1 })
        #expect(abs(grasp.standsAt - 0.06) < 0.004)
        #expect(scene.world(grasp).translation.z > 0.06 + 0.003)
        #expect(grasp.jaw.depth >= 0.008)
    }

    @Test func aStackedThingIsPutDownOnItsOwnFoot() throws {
        let scene = TestScene([
            .box(0.16, 0.13, 0.06, at: .zero), .box(0.06, 0.04, 0.05, at: Vector3(0, 0, 0.06), yaw: 0.3),
        ])
        let cell = try PickPlanTests.cell("place: {frame: base, pose: \"kuka:{X 400,Y 300,Z 100,A 30,B 0,C 180}\"}")
        let plan = try pickPlan(for: scene.scan.cloud, segments: scene.segments, cell: cell)
        let pick = try #require(plan.picks.first { $0.object == 1 })
        // The underside of the upper box, 60 mm over the table, comes to lie on the place, 100 mm over the base.
        let placedFromWorld =
            try #require(pick.frames.place) * pick.grasp.scanFromGrasp.inverse * scene.worldFromCamera.inverse
        for corner in [Vector3(0.03, 0.02, 0.06), Vector3(-0.03, 0.02, 0.06)] {
            #expect(abs((placedFromWorld * corner).z - 0.1) < 0.004)
        }
        #expect(scene.segments.poses(in: scene.scan.cloud).posed.map(\.standsOn) == [nil, 0])
    }
}
