import Grasping
import LinearAlgebra
import SyntheticScans
import Testing

@Suite struct ConfidenceTests {
    private let wide = Solid.box(0.15, 0.12, 0.06, at: .zero, yaw: 0.3)

    @Test func aPinchAcrossACornerIsOnlyTheLastResort() {
        let alone = TestScene([wide]).search()
        #expect(alone.grasps.map(\.object) == [0])
        #expect(alone.grasps.allSatisfy { $0.confidence == .unlikely && $0.score < 0.2 })
        // With anything better about, the wide box is none to be picked.
        let both = TestScene([wide, .box(0.05, 0.04, 0.05, at: Vector3(0.2, 0, 0))]).search()
        #expect(both.grasps.map(\.object) == [1])
        #expect(both.rejected.map(\.object) == [0])
    }

    @Test func leastConfidenceIsKept() {
        var options = GraspOptions()
        options.minimumConfidence = .doubtful
        #expect(TestScene([wide]).search(options).grasps.isEmpty)
    }

    @Test func aDoubtfulGraspThatIsNotAskedForIsNamedSo() throws {
        // Of jaws that open by 85 mm 4 mm stay on either side: less than a sound grasp's 5 mm, more than 3 mm.
        let scene = TestScene([.box(0.15, 0.077, 0.06, at: .zero)])
        let grasp = try #require(scene.search().grasps.first)
        #expect(grasp.confidence == .doubtful)
        var options = GraspOptions()
        options.minimumConfidence = .sound
        let found = scene.search(options)
        let rejected = try #require(found.rejected.first)
        #expect(found.grasps.isEmpty && rejected.object == 0)
        #expect(rejected.reason == .lessTrusted && rejected.miss.confidence == .doubtful)
        #expect(rejected.miss.detail.contains("doubtful") && !rejected.miss.detail.contains("unlikely"))
    }

    @Test func soundGraspsComeFirst() {
        let scene = TestScene(
            [
                .box(0.06, 0.04, 0.013, at: Vector3(0.12, 0, 0)), .box(0.06, 0.05, 0.06, at: .zero),
                .cylinder(radius: 0.03, height: 0.1, at: Vector3(-0.12, 0, 0), color: SIMD3(9, 9, 9)),
            ], noise: 0.5)
        let found = scene.search().grasps
        #expect(found.count >= 2)
        for (a, b) in zip(found, found.dropFirst()) {
            #expect(a.confidence > b.confidence || a.confidence == b.confidence && a.score >= b.score)
        }
    }
}
