import Grasping
import LinearAlgebra
import RobotCell
import SyntheticScans
import Testing

/// The opening that is checked is the one that the gripper comes with.
@Suite struct OpeningTests {
    private func gripper(_ opening: ClosedRange<Double>, isAdjustable: Bool) -> JawGripper {
        var gripper = JawGripper.test
        (gripper.opening, gripper.isAdjustable) = (opening, isAdjustable)
        return gripper
    }

    @Test func oneThatCannotBeSetIsAlwaysFullyOpen() throws {
        let scene = TestScene([.box(0.1, 0.04, 0.06, at: .zero, yaw: 0.3)])
        let grasp = try #require(scene.search(gripper: gripper(0...0.085, isAdjustable: false)).grasps.first)
        #expect(grasp.jaw.opening == 0.085)
        #expect(abs(grasp.jaw.width - 0.04) < 0.006)
        let set = try #require(scene.search(gripper: gripper(0...0.085, isAdjustable: true)).grasps.first)
        #expect(set.jaw.opening < 0.08)
    }

    /// Neighbours on both long sides, 25 mm off: fingers set to the box's width fit between, fingers that are always
    /// 85 mm apart stand where the neighbours are.
    @Test func aNeighbourThatTheOpenFingersMeetForbidsTheGrasp() throws {
        let box = Solid.box(0.04, 0.14, 0.06, at: .zero)
        let walls = [-1.0, 1].map { Solid.box(0.03, 0.14, 0.06, at: Vector3($0 * 0.06, 0, 0)) }
        let scene = TestScene([box] + walls)
        let settable = scene.search(gripper: gripper(0...0.085, isAdjustable: true))
        #expect(settable.grasps.contains { $0.object == 0 && $0.confidence == .sound })
        let fixed = gripper(0...0.085, isAdjustable: false)
        let found = scene.search(gripper: fixed)
        for grasp in found.grasps {
            for wall in walls where grasp.object == 0 {
                let touches = scene.touches(wall, grasp, gripper: fixed)
                #expect(!touches)
            }
        }
        #expect(!found.grasps.contains { $0.object == 0 && $0.confidence == .sound && abs($0.jaw.width - 0.04) < 0.01 })
    }

    @Test func whatIsThinnerThanTheClosedGripperCannotBeHeld() throws {
        // A sheet on edge, 12 mm thick.
        let scene = TestScene([.box(0.12, 0.012, 0.06, at: .zero)])
        #expect(scene.search().grasps.first?.confidence == .sound)
        let found = scene.search(gripper: gripper(0.02...0.085, isAdjustable: true))
        #expect(found.grasps.isEmpty)
        let miss = try #require(found.rejected.first).miss
        #expect(miss.reason == .tooThin, "\(miss.detail)")
        #expect(miss.detail.contains("closes to 20.0 mm"), "\(miss.detail)")
    }

    @Test func aSpeckIsNotTooWide() {
        // All of it within the support's noise.
        let scene = TestScene([.box(0.02, 0.02, 0.0001, at: .zero)])
        for rejected in scene.search().rejected { #expect(rejected.reason == .tooFlat, "\(rejected.miss.detail)") }
    }
}
