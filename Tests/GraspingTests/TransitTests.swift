import Grasping
import LinearAlgebra
import PointClouds
import RobotCell
import Segmentation
import SyntheticScans
import TestSupport
import Testing

/// Between pick and place the way leads over everything that the scan shows, and so does what hangs from the gripper.
@Suite struct TransitTests {
    /// A box to be picked, and a post 200 mm high behind it.
    private static let post = Solid.box(0.05, 0.05, 0.2, at: Vector3(0.15, 0.3, 0))
    private static let scene = TestScene([.box(0.11, 0.05, 0.07, at: Vector3(0.03, 0.02, 0), yaw: 0.6), post])

    /// The base is the world.
    private func picks(_ more: String, in scene: TestScene = scene) throws -> [Pick] {
        let cell = try CellFile(
            yaml: """
                version: 1
                unit: mm
                frames:
                  camera: {parent: base, pose: "matrix:\(scene.worldFromCamera.formatted(.matrix))"}
                \(gripperSection)
                approach: 60
                lift: 40
                place: {pose: "kuka:{X -200,Y 250,Z 0,A 0,B 0,C 180}"}
                \(more)
                """)
        return try pickPlan(for: scene.scan.cloud, segments: scene.segments, cell: cell).picks
    }

    @Test func withoutAHeightTheWayIsAsItComes() throws {
        #expect(try picks("").allSatisfy { $0.frames.transit == nil })
    }

    @Test func theWayLeadsOverTheHighestThing() throws {
        let pick = try #require(try picks("program: {transit: 50}").first { $0.object == 0 })
        let transit = try #require(pick.frames.transit)
        let (over, place, away) = (transit.lift, try #require(transit.place), try #require(transit.retreat))
        // The post's top, as far as its pixels show it, and 50 mm; what is held reaches below the fingertips.
        let hanging = pick.frames.grasp.translation.z
        #expect(hanging > 0.02)
        for pose in [over, place] { #expect(abs(pose.translation.z - (0.2 + 0.05 + hanging)) < 0.004) }
        for pose in [transit.approach, away] { #expect(abs(pose.translation.z - 0.25) < 0.004) }
        // Straight above what they belong to, turned as it is.
        for (high, low) in [
            (transit.approach, pick.frames.approach), (over, pick.frames.lift),
            (place, pick.frames.placeApproach ?? .identity), (away, pick.frames.retreat ?? .identity),
        ] {
            let up = high.translation - low.translation
            #expect(up.x == 0 && up.y == 0 && up.z > 0 && high.rotation == low.rotation)
        }
    }

    /// What stands beside the volume that the gripper keeps to isn't on its way.
    @Test func whatStandsBesideTheWorkVolumeDoesNotCount() throws {
        let volume = "work_volume: {min: [-300, -200, -20], max: [60, 60, 400]}"
        let pick = try #require(try picks("\(volume)\nprogram: {transit: 50}").first)
        let transit = try #require(pick.frames.transit)
        // The box itself is the highest thing; its lift leads higher.
        #expect(transit.lift.translation.z < 0.07 + 0.05 + 0.06)
        // Under the volume's middle it does, however low the volume ends.
        let low = "work_volume: {min: [-300, -200, -20], max: [400, 400, 150]}"
        let under = try #require(try picks("\(low)\nprogram: {transit: 50}").first { $0.object == 0 })
        #expect(try #require(under.frames.transit).lift.translation.z > 0.25)
    }

    /// A pixel half way between two surfaces floats in the air.
    @Test func aStrayPointIsNothingToPassOver() throws {
        var scene = TestScene([.box(0.11, 0.05, 0.07, at: Vector3(0.03, 0.02, 0), yaw: 0.6)])
        let before = try #require(try picks("program: {transit: 50}", in: scene).first?.frames.transit)
        let index = try #require(scene.scan.truth.firstIndex(of: 1))
        let stray = scene.worldFromCamera.inverse * Vector3(0.1, 0.1, 0.45)
        scene.scan.cloud.positions[index] = SIMD3<Float>(stray)
        scene.segments.labels[index] = 0
        let after = try #require(try picks("program: {transit: 50}", in: scene).first?.frames.transit)
        #expect(abs(after.lift.translation.z - before.lift.translation.z) < 0.005)
    }
}
