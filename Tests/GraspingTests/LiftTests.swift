import Grasping
import LinearAlgebra
import RobotCell
import SyntheticScans
import Testing

/// What the way in leaves alone may still be met on the way up.
@Suite struct LiftTests {
    /// 40 mm high and 200 mm long, free to be taken from above at its middle.
    private let bar = Solid.box(0.2, 0.04, 0.04, at: .zero)

    private func expectCovered(_ over: Solid, by gap: Double, sourceLocation: SourceLocation = #_sourceLocation) throws
    {
        let scene = TestScene([bar, over])
        #expect(
            scene.search(motion: PickMotion(lift: gap - 0.01)).grasps.contains { $0.object == 0 },
            sourceLocation: sourceLocation)
        let found = scene.search(motion: PickMotion(lift: gap + 0.05))
        #expect(!found.grasps.contains { $0.object == 0 }, sourceLocation: sourceLocation)
        let rejected = try #require(found.rejected.first { $0.object == 0 }, sourceLocation: sourceLocation)
        #expect(rejected.reason == .covered, "\(rejected.miss.detail)", sourceLocation: sourceLocation)
        #expect(rejected.miss.obstacle == 1, sourceLocation: sourceLocation)
    }

    @Test func aShelfOverOneEndStopsTheLift() throws {
        try expectCovered(.box(0.06, 0.08, 0.02, at: Vector3(0.09, 0, 0.09)), by: 0.05)
    }

    @Test func aNeighbourThatLeansOverStopsTheLift() throws {
        // From its foot at x = 170 mm it rises by 40° off the vertical: 70 mm up it is over the bar's end.
        let tilt = 40 * Double.pi / 180
        let plank = Solid(
            .box(size: Vector3(0.02, 0.02, 0.25)),
            at: RigidTransform(
                rotation: Quaternion(rotationVector: Vector3(0, -tilt, 0)).rotation,
                translation: Vector3(0.17, 0, 0.01)))
        try expectCovered(plank, by: 0.05)
    }

    @Test func whatLiesOnAThingIsTakenFirst() throws {
        let scene = TestScene([bar, .box(0.03, 0.03, 0.03, at: Vector3(0.07, 0, 0.04))])
        let found = scene.search()
        #expect(found.grasps.map(\.object) == [1])
        #expect(found.rejected.map(\.reason) == [.covered])
    }

    @Test(arguments: [0.0, 1])
    func aHigherNeighbourThatTouchesDoesNot(noise: Double) throws {
        let wall = Solid.box(0.2, 0.04, 0.12, at: Vector3(0, 0.0405, 0))
        let found = TestScene([bar, wall], noise: noise).search()
        // The bar was looked at, and the wall is what keeps the fingers from it.
        let rejected = try #require(found.rejected.first { $0.object == 0 })
        #expect(rejected.miss.obstacle == 1, "\(rejected.miss.detail)")
        #expect(!found.rejected.contains { $0.reason == .covered }, "\(found.rejected.map(\.miss.detail))")
    }

    @Test func fromASideTheGripperHasToRiseToo() {
        // Taken from the front, level; a beam crosses over where the palm is then.
        let beam = Solid.box(0.3, 0.02, 0.02, at: Vector3(0, -0.1, 0.14))
        let scene = TestScene([.box(0.05, 0.05, 0.1, at: .zero), beam])
        func fromTheFront(lift: Double) -> Bool {
            let (graspScene, worldFromCamera) = (scene.graspScene, scene.worldFromCamera)
            return grasps(in: graspScene, gripper: .jaw(.test), motion: PickMotion(lift: lift)) { scanFromGrasp in
                (worldFromCamera * scanFromGrasp).rotation.column(2).y > 0.9
            }.grasps.contains { $0.object == 0 }
        }
        #expect(fromTheFront(lift: 0.005))
        #expect(!fromTheFront(lift: 0.12))
    }
}
