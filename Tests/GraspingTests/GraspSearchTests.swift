import Glibc
import Grasping
import LinearAlgebra
import PointClouds
import RobotCell
import Segmentation
import SyntheticScans
import TestSupport
import Testing

@Suite struct GraspSearchTests {
    @Test(arguments: [0, 0.3, -0.7, 1.2])
    func theFingersCloseAcrossTheShortSide(yaw: Double) throws {
        let scene = TestScene([.box(0.12, 0.05, 0.08, at: .zero, yaw: yaw)])
        let grasp = try #require(scene.search().grasps.first)
        let world = scene.world(grasp)
        let shortSide = Vector3(-sin(yaw), cos(yaw), 0)
        #expect(abs(world.rotation.column(1).dot(shortSide)) > 0.995, "yaw \(yaw)")
        #expect((world.rotation.column(2) - Vector3(0, 0, -1)).length < 1e-5)
        #expect(abs(grasp.jaw.width - 0.05) < 0.006)
        #expect(grasp.jaw.opening >= grasp.jaw.width + 2 * JawLimits.sound.fingerClearance - 1e-9)
        #expect(grasp.jaw.opening <= JawGripper.test.opening.upperBound)
        // Tips in the box, above the table; the middle of the jaws near the middle of the box.
        #expect(world.translation.z > 0.03 && world.translation.z < 0.07)
        #expect(abs(world.translation.dot(shortSide)) < 0.005)
    }

    @Test func theFrameIsRightHandedAndTheOriginLiesBetweenTheTips() throws {
        let scene = TestScene([.box(0.1, 0.04, 0.06, at: Vector3(0.05, 0.02, 0), yaw: 0.4)])
        let grasp = try #require(scene.search().grasps.first)
        let r = grasp.scanFromGrasp.rotation
        #expect((r.column(1).cross(r.column(2)) - r.column(0)).length < 1e-6)
        // Seen from the grasp frame, what is held lies between the fingers, from the tips back towards the palm.
        let graspFromScan = grasp.scanFromGrasp.inverse
        let held = scene.segments.objects[0].pointIndices.map {
            graspFromScan * Vector3(scene.scan.cloud.positions[$0])
        }
        .filter { abs($0.x) < 0.01 && $0.z < 0 }
        #expect(held.count > 50)
        #expect(held.allSatisfy { abs($0.y) < grasp.jaw.opening / 2 && $0.z > -JawGripper.test.fingers.length })
        #expect(abs(held.map(\.z).min()! + grasp.jaw.depth) < 0.004)
    }

    @Test func nothingTouchesTheSceneOrTheTable() throws {
        let scene = TestScene(
            [
                .box(0.1, 0.05, 0.06, at: Vector3(-0.12, 0, 0), yaw: 0.5),
                .cylinder(radius: 0.03, height: 0.11, at: Vector3(0.02, 0.05, 0), color: SIMD3(40, 80, 200)),
                .box(0.06, 0.06, 0.1, at: Vector3(0.13, -0.03, 0), yaw: -0.2),
                .box(0.09, 0.03, 0.03, at: Vector3(0, -0.1, 0), yaw: 0.1),
            ], noise: 1)
        let found = scene.search()
        #expect(found.grasps.count >= 3)
        let gripper = JawGripper.test
        for grasp in found.grasps {
            let graspFromScan = grasp.scanFromGrasp.inverse
            let inner = grasp.jaw.opening / 2
            let outer = inner + gripper.fingers.thickness
            let hits = scene.scan.cloud.positions.indices.filter { i in
                guard scene.scan.truth[i] >= 2 else { return false }
                let p = graspFromScan * Vector3(scene.scan.cloud.positions[i])
                let inFinger =
                    abs(p.x) < gripper.fingers.width / 2 && abs(p.y) > inner && abs(p.y) < outer && p.z < 0
                    && p.z > -gripper.fingers.length
                let inPalm =
                    abs(p.x) < gripper.palm.width / 2 && abs(p.y) < gripper.palm.thickness / 2
                    && p.z < -gripper.fingers.length && p.z > -gripper.fingers.length - gripper.palm.length
                return inFinger || inPalm
            }
            #expect(hits.isEmpty, "object \(grasp.object)")
            for x in [-0.01, 0.01] {
                for y in [-outer, outer] { #expect((scene.world(grasp) * Vector3(x, y, 0)).z > 0.002) }
            }
        }
    }

    @Test func aRoundThingIsHeldAcrossItsAxis() throws {
        let scene = TestScene([.cylinder(radius: 0.03, height: 0.1, at: Vector3(0.04, 0, 0), color: SIMD3(9, 9, 9))])
        let grasp = try #require(scene.search().grasps.first)
        #expect(abs(grasp.jaw.width - 0.06) < 0.008)
        let at = scene.world(grasp).translation
        #expect((at - Vector3(0.04, 0, at.z)).length < 0.02)
    }

    @Test func nothingBesideIsRoomWithoutEnd() throws {
        let alone = try #require(TestScene([.box(0.1, 0.05, 0.06, at: .zero)]).search().grasps.first)
        #expect(alone.jaw.margins.room == .infinity && alone.reasons.contains("nothing beside it"))
        // 40 mm from its long sides stand two others.
        let others = [-1.0, 1].map { Solid.box(0.1, 0.03, 0.06, at: Vector3(0, $0 * 0.08, 0)) }
        let found = TestScene([.box(0.1, 0.05, 0.06, at: .zero)] + others).search()
        let between = try #require(found.grasps.first { $0.object == 0 })
        #expect(abs(between.jaw.margins.room - 0.04) < 0.006, "\(between.reasons)")
        #expect(between.reasons.contains { $0.contains("free beside it") })
    }

    @Test func graspsMoveWithTheScene() throws {
        let scene = TestScene([
            .box(0.11, 0.05, 0.07, at: Vector3(-0.08, 0, 0), yaw: 0.5),
            .box(0.06, 0.04, 0.1, at: Vector3(0.08, 0.03, 0), yaw: -0.3),
        ])
        let still = scene.search()
        #expect(still.grasps.count == 2)
        let seed: UInt64 = 3
        var random = SeededGenerator(seed: seed)
        for _ in 0..<4 {
            let rotation = Quaternion(x: random.normal(), y: random.normal(), z: random.normal(), w: random.normal())
                .normalized.rotation
            let motion = RigidTransform(
                rotation: rotation, translation: Vector3(random.normal(), random.normal(), random.normal()))
            var moved = scene
            let positions = scene.scan.cloud.positions
            for i in positions.indices where positions.isFinite(at: i) {
                moved.scan.cloud.positions[i] = SIMD3<Float>(motion * Vector3(positions[i]))
            }
            moved.scan.cloud.viewpoint = motion
            moved.segments = TestScene.segments(
                scene.scan.truth, cameraFromWorld: motion * scene.worldFromCamera.inverse)
            let found = moved.search()
            #expect(found.grasps.count == still.grasps.count, "seed \(seed)")
            for grasp in found.grasps {
                // Rounding may choose a neighbouring candidate: as good, and close by.
                let same = try #require(still.grasps.first { $0.object == grasp.object })
                let expected = motion * same.scanFromGrasp
                #expect((grasp.scanFromGrasp.translation - expected.translation).length < 0.012, "seed \(seed)")
                let closing = grasp.scanFromGrasp.rotation.column(1).dot(expected.rotation.column(1))
                #expect(abs(closing) > 0.98, "seed \(seed)")
                #expect(abs(grasp.score - same.score) < 0.06, "seed \(seed)")
            }
        }
    }

    @Test func theSameForAnyNumberOfThreads() {
        let scene = TestScene(
            (0..<5).map { .box(0.05, 0.04, 0.05, at: Vector3(Double($0) * 0.12 - 0.24, 0, 0), yaw: Double($0)) },
            noise: 1)
        let one = scene.search(threads: 1)
        for threads in [2, 5] {
            let many = scene.search(threads: threads)
            #expect(many.grasps.map(\.scanFromGrasp) == one.grasps.map(\.scanFromGrasp))
            #expect(many.grasps.map(\.score) == one.grasps.map(\.score))
            #expect(many.tally == one.tally)
        }
    }
}
