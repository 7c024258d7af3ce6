import Glibc
import LinearAlgebra
import RobotCell
import SyntheticScans
import TestSupport
import Testing

@testable import Grasping

/// What a gripper may meet on its way is looked at as far as it reaches, however large it is.
@Suite struct ReachTests {
    /// 300 mm from the tips to its end, and slim enough to lie level over the table.
    private static let long = JawGripper(
        opening: 0...0.085, fingers: .init(length: 0.1, width: 0.02, thickness: 0.008),
        palm: .init(length: 0.2, width: 0.05, thickness: 0.1))

    private func isTakenFromTheLeft(_ solids: [Solid], obstacles: [Solid]) -> Bool {
        var scene = TestScene(solids + obstacles)
        // The obstacles are nothing that was found: only their points tell of them.
        let first = UInt32(2 + solids.count)
        scene.segments = TestScene.segments(
            scene.scan.truth.map { $0 >= first ? 0 : $0 }, cameraFromWorld: scene.worldFromCamera.inverse)
        let (graspScene, worldFromCamera) = (scene.graspScene, scene.worldFromCamera)
        return grasps(in: graspScene, gripper: .jaw(Self.long)) { scanFromGrasp in
            let approach = (worldFromCamera * scanFromGrasp).rotation.column(2)
            return approach.x > 0.8 && abs(approach.z) < 0.1
        }.grasps.contains { $0.object == 0 }
    }

    @Test func aWallThatALongGripperWouldMeetStopsIt() {
        // Its sides are square to a level approach by 60° from the camera's direction.
        let box = Solid.box(0.05, 0.05, 0.1, at: .zero, yaw: .pi / 6)
        // 300 mm beside the box: the palm ends some 280 mm behind the tips, and comes from 100 mm further back.
        let wall = Solid.box(0.02, 0.5, 0.12, at: Vector3(-0.34, -0.1, 0))
        #expect(isTakenFromTheLeft([box], obstacles: []))
        #expect(!isTakenFromTheLeft([box], obstacles: [wall]))
    }

    /// No corner of a gripper that is turned anyhow leaves its reach, at the grasp, before it and after the lift.
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func noCornerOfTheGripperIsOutOfReach(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        func draw(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
        func part() -> JawGripper.Part {
            .init(length: draw(0.02...0.4), width: draw(0.01...0.3), thickness: draw(0.005...0.3))
        }
        let gripper = JawGripper(opening: 0...draw(0.02...0.4), fingers: part(), palm: part())
        let motion = PickMotion(approach: draw(0...0.3), lift: draw(0...0.3))
        let task = GraspTask(motion: motion, options: .init()) { _ in true }
        let reach = JawSampler(task: task, gripper: gripper).reach
        let (fingers, palm) = (gripper.fingers, gripper.palm)
        let outer = gripper.opening.upperBound / 2 + fingers.thickness
        var corners: [Vector3] = []
        for (x, y, near, far) in [
            (fingers.width / 2, outer, 0, fingers.length),
            (palm.width / 2, palm.thickness / 2, fingers.length, fingers.length + palm.length),
        ] {
            for z in [near, far] { for sx in [-x, x] { for sy in [-y, y] { corners.append(Vector3(sx, sy, -z)) } } }
        }
        for _ in 0..<200 {
            let turn = Quaternion(x: random.normal(), y: random.normal(), z: random.normal(), w: random.normal())
                .normalized.rotation
            // A gripper comes from above or level, never from below.
            guard turn.column(2).z <= 0 else { continue }
            for corner in corners {
                let place = turn * corner
                let ways = [
                    place, place - turn.column(2) * motion.approach, place + Vector3(0, 0, motion.lift),
                ]
                for place in ways {
                    #expect(max(abs(place.x), abs(place.y)) < reach.level, "seed \(seed)")
                    #expect(place.z < reach.up, "seed \(seed)")
                }
            }
        }
        let yaw = draw(-3...3)
        for corner in corners {
            let x = cos(yaw) * corner.x - sin(yaw) * corner.y
            let y = sin(yaw) * corner.x + cos(yaw) * corner.y
            #expect(max(abs(x), abs(y)) < reach.levelFromAbove, "seed \(seed)")
        }
    }
}
