import Grasping
import LinearAlgebra
import PointClouds
import RobotCell
import Segmentation
import SyntheticScans
import Testing

@Suite struct RejectionTests {
    private func reason(_ object: Int, in scene: TestScene, _ options: GraspOptions = .init()) -> GraspRejection? {
        scene.search(options).rejected.first { $0.object == object }?.reason
    }

    @Test func aBoxWiderThanTheJawsIsNotPicked() {
        let scene = TestScene([.box(0.15, 0.12, 0.06, at: .zero)])
        var options = GraspOptions()
        options.minimumConfidence = .doubtful
        let found = scene.search(options)
        #expect(found.grasps.isEmpty)
        // The narrower side is 120 mm; the jaws open by 85 mm and want 5 mm on either side.
        let miss = found.rejected[0].miss
        #expect(miss.reason == .tooWide)
        #expect((miss.shortfall ?? 0) > 0.02 && (miss.shortfall ?? 0) < 0.06, "\(miss.detail)")
    }

    @Test func aCloseNeighbourIsNamedNotTheWideSide() throws {
        // Its narrow side would fit, were it not for the boxes 6 mm beside it.
        let scene = TestScene([
            .box(0.05, 0.15, 0.06, at: .zero), .box(0.04, 0.15, 0.06, at: Vector3(0.051, 0, 0)),
            .box(0.04, 0.15, 0.06, at: Vector3(-0.051, 0, 0)),
        ])
        let rejected = try #require(scene.search().rejected.first { $0.object == 0 })
        #expect(rejected.reason == .neighbourTooClose)
        #expect(rejected.miss.obstacle == 1 || rejected.miss.obstacle == 2)
        // 5 mm for the way, 8 mm for the finger, 3 mm for safety, less the 6 mm there are.
        #expect(abs((rejected.miss.shortfall ?? 0) - 0.010) < 0.004, "\(rejected.miss.detail)")
        #expect(rejected.tally.rejected.values.reduce(0, +) > 10)
    }

    @Test func aPlateOnTheTableIsTooFlat() {
        let scene = TestScene([.box(0.07, 0.05, 0.01, at: .zero)])
        #expect(scene.search().grasps.isEmpty)
        #expect(reason(0, in: scene) == .tooFlat)
    }

    @Test func aWallBesideLeavesNoRoom() throws {
        // A cube between walls of its height, 6 mm off on all sides: nowhere room for a finger.
        let gap = 0.006
        let cube = Solid.box(0.05, 0.05, 0.06, at: .zero)
        let far = 0.025 + gap + 0.02
        let walls =
            [Vector3(far, 0, 0), Vector3(-far, 0, 0)].map { Solid.box(0.04, 0.2, 0.06, at: $0) }
            + [Vector3(0, far, 0), Vector3(0, -far, 0)].map { Solid.box(0.05, 0.04, 0.06, at: $0) }
        let rejected = try #require(TestScene([cube] + walls).search().rejected.first { $0.object == 0 })
        #expect(rejected.reason == .neighbourTooClose, "\(rejected.miss.detail)")
        // Without the walls it is taken.
        #expect(TestScene([cube]).search().grasps.map(\.object) == [0])
    }

    @Test func whatStandsHighBesideStopsThePalm() {
        // Room for fingers, but towers closer than the palm is wide.
        let box = Solid.box(0.05, 0.05, 0.05, at: .zero)
        let towers = [Vector3(0.065, 0, 0), Vector3(-0.065, 0, 0), Vector3(0, 0.065, 0), Vector3(0, -0.065, 0)]
            .map { Solid.box(0.03, 0.03, 0.2, at: $0) }
        var scene = TestScene([box] + towers)
        // Truth stands for a scan that saw the box between the towers.
        scene.segments.labels = scene.scan.truth
        let found = scene.search()
        #expect(!found.grasps.contains { $0.object == 0 })
        #expect(found.tally.rejected[.palmBlocked] ?? 0 > 0)
    }

    @Test func neighboursTakenForOneObjectAreNotHeldTogether() {
        // Two boxes of one label with a gap: fingers go into the gap or round one, never round both.
        var scene = TestScene([
            .box(0.03, 0.1, 0.06, at: Vector3(-0.03, 0, 0)), .box(0.03, 0.1, 0.06, at: Vector3(0.03, 0, 0)),
        ])
        scene.segments = TestScene.segments(
            scene.scan.truth.map { min($0, 2) }, cameraFromWorld: scene.worldFromCamera.inverse)
        let found = scene.search().grasps
        #expect(!found.isEmpty)
        for grasp in found {
            let graspFromScan = grasp.scanFromGrasp.inverse
            let between = scene.scan.truth.indices.filter { i in
                guard scene.scan.truth[i] >= 2 else { return false }
                let p = graspFromScan * Vector3(scene.scan.cloud.positions[i])
                return abs(p.x) < 0.01 && abs(p.y) < grasp.jaw.opening / 2 && p.z < 0 && p.z > -0.045
            }
            #expect(Set(between.map { scene.scan.truth[$0] }).count == 1)
        }
    }

    @Test func slopingSidesSlipOutAndAreRejected() {
        // A ball held only by its upper cap.
        let ball = Solid(.sphere(radius: 0.06), at: RigidTransform(translation: Vector3(0, 0, 0)))
        var options = GraspOptions()
        options.jaw.gripDepths = [0.014]
        options.minimumConfidence = .doubtful
        let found = TestScene([ball]).search(options)
        #expect(found.grasps.isEmpty)
        #expect(found.tally.rejected[.contactTurned] ?? 0 > 0)
    }

    @Test func everyCandidateIsAccountedFor() {
        let scene = TestScene([.box(0.15, 0.12, 0.06, at: .zero), .box(0.05, 0.04, 0.05, at: Vector3(0.2, 0, 0))])
        let tally = scene.search().tally
        #expect(tally.candidates > 100)
        #expect(tally.rejected.values.reduce(0, +) <= tally.candidates)
    }
}
