import Grasping
import LinearAlgebra
import PointClouds
import RobotCell
import SyntheticScans
import Testing

/// What the sensor could not see may hold anything: the truth of a rendered scene says what was there.
@Suite struct HiddenSpaceTests {
    /// A long box, and to its left, nearer to the camera, a tall thing whose shadow falls where a finger would go.
    private let box = Solid.box(0.05, 0.12, 0.05, at: .zero)
    private let occluder = Solid.box(0.06, 0.02, 0.18, at: Vector3(-0.06, -0.12, 0))
    /// All of it in the shadow: the scan is the same with it and without.
    private let stone = Solid.box(0.03, 0.03, 0.03, at: Vector3(-0.055, 0, 0))

    @Test func noSoundGraspReachesIntoAShadow() throws {
        let scene = TestScene([box, occluder, stone])
        #expect(!scene.scan.truth.contains(4), "the stone shows")
        let found = scene.search()
        for grasp in found.grasps where grasp.object == 0 {
            let touches = scene.touches(stone, grasp)
            #expect(grasp.confidence < .sound || !touches)
        }
        // Without the occluder the same place is free, and taken.
        let open = TestScene([box])
        let grasp = try #require(open.search().grasps.first)
        #expect(grasp.confidence == .sound && grasp.jaw.margins.hiddenByOthers == 0)
        let touches = open.touches(stone, grasp)
        #expect(touches)
    }

    @Test func aShadowOverBothFingersWaysIsNoSoundPick() {
        // A wall before the box hides all but the upper part of it.
        let wall = Solid.box(0.3, 0.02, 0.16, at: Vector3(0, -0.14, 0))
        let scene = TestScene([.box(0.05, 0.05, 0.05, at: .zero), wall])
        for grasp in scene.search().grasps where grasp.object == 0 {
            #expect(
                grasp.confidence < .sound || grasp.jaw.margins.hiddenByOthers <= JawLimits.sound.maximumHiddenShare)
        }
    }

    @Test(arguments: [0.05, 0.2])
    func aWallBesideTheObjectIsNotTouched(height: Double) throws {
        // 6 mm beside the box: no finger fits between, but fingers fit along the wall.
        let wall = Solid.box(0.03, 0.3, height, at: Vector3(0.025 + 0.006 + 0.015, 0, 0))
        let scene = TestScene([.box(0.05, 0.05, 0.05, at: .zero), wall])
        let found = scene.search()
        let touching = found.grasps.filter { $0.object == 0 && scene.touches(wall, $0) }.count
        #expect(touching == 0, "\(height)")
        if height < 0.1 {
            let grasp = try #require(found.grasps.first { $0.object == 0 })
            #expect(grasp.confidence == .sound)
            #expect(abs(scene.world(grasp).rotation.column(1).y) > 0.95)
        }
    }

    @Test func aWallOnTheFarSideIsNotTouched() {
        // Its foot is hidden behind the box, its upper part is seen.
        let wall = Solid.box(0.3, 0.03, 0.2, at: Vector3(0, 0.025 + 0.008 + 0.015, 0))
        let scene = TestScene([.box(0.05, 0.05, 0.05, at: .zero), wall])
        let touching = scene.search().grasps.filter { $0.object == 0 && scene.touches(wall, $0) }.count
        #expect(touching == 0)
    }
}

extension TestScene {
    /// Whether the gripper is in the body, at the grasp or on its straight way there.
    func touches(_ solid: Solid, _ grasp: Grasp, gripper: JawGripper = .test) -> Bool {
        let solidFromGrasp = solid.worldFromSolid.inverse * world(grasp)
        func holds(_ p: Vector3) -> Bool {
            switch solid.shape {
            case .box(let size):
                abs(p.x) < size.x / 2 && abs(p.y) < size.y / 2 && p.z > 0 && p.z < size.z
            case .cylinder(let radius, let height):
                p.x * p.x + p.y * p.y < radius * radius && p.z > 0 && p.z < height
            case .sphere(let radius): (p - Vector3(0, 0, radius)).length < radius
            case .cup, .bowl: fatalError("no test grips a hollow thing yet")
            }
        }
        let inner = grasp.jaw.opening / 2
        let (fingers, palm) = (gripper.fingers, gripper.palm)
        let steps = stride(from: 0.0, through: 1, by: 0.125)
        for back in stride(from: 0, through: 0.1, by: 0.02) {
            for s in steps {
                for t in steps {
                    for r in steps {
                        let x = (s - 0.5) * fingers.width
                        let z = -r * fingers.length - back
                        if holds(solidFromGrasp * Vector3(x, inner + t * fingers.thickness, z)) { return true }
                        if holds(solidFromGrasp * Vector3(x, -inner - t * fingers.thickness, z)) { return true }
                        let inPalm = Vector3(
                            (s - 0.5) * palm.width, (t - 0.5) * palm.thickness,
                            -fingers.length - r * palm.length - back)
                        if holds(solidFromGrasp * inPalm) { return true }
                    }
                }
            }
        }
        return false
    }
}
