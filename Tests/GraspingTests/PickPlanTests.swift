import Grasping
import LinearAlgebra
import PointClouds
import RobotCell
import Segmentation
import SyntheticScans
import TestSupport
import Testing

@Suite struct PickPlanTests {
    /// - Parameter camera: what is said of the camera beside its pose.
    static func cell(_ more: String = "", camera: String = "") throws -> CellFile {
        try CellFile(
            yaml: """
                version: 1
                unit: mm
                base: base
                scan: camera
                frames:
                  camera: {parent: base, pose: "kuka:{X 600,Y -240,Z 550,A 20,B 10,C -150}"\(camera)}
                \(gripperSection)
                approach: 120
                lift: 70
                \(more)
                """)
    }

    static let scene = TestScene([.box(0.11, 0.05, 0.07, at: Vector3(0.03, 0.02, 0), yaw: 0.6)])

    private func plan(_ cell: CellFile) throws -> PickPlan {
        try pickPlan(for: Self.scene.scan.cloud, segments: Self.scene.segments, cell: cell)
    }

    @Test func theFramesAreThoseOfTheContract() throws {
        let cell = try Self.cell()
        let pick = try #require(try plan(cell).picks.first)
        let baseFromScan = try cell.baseFromScan().pose
        let frames = pick.frames
        #expect((frames.grasp.translation - baseFromScan * pick.grasp.scanFromGrasp.translation).length < 1e-12)
        // The approach lies back along z; nothing turns.
        let back = frames.grasp.inverse * frames.approach
        #expect((back.translation - Vector3(0, 0, -0.12)).length < 1e-9)
        #expect((back.rotation - .identity).frobeniusNorm < 1e-9)
        let up = baseFromScan.rotation * Self.scene.segments.support!.normal
        #expect((frames.lift.translation - frames.grasp.translation - up * 0.07).length < 1e-9)
        #expect(frames.place == nil && frames.placeApproach == nil && frames.retreat == nil)
    }

    @Test func theObjectIsPutDownAsItStood() throws {
        let cell = try Self.cell("place: {frame: base, pose: \"kuka:{X 400,Y 300,Z 100,A 30,B 0,C 180}\"}")
        let pick = try #require(try plan(cell).picks.first)
        let place = try #require(pick.frames.place)
        // Taken up by the grasp and put down at the place, the support's plane lands on the plane z = 0.1 m.
        let placedFromScan = place * pick.grasp.scanFromGrasp.inverse
        let support = Self.scene.segments.support!
        for offset in [Vector3(0.1, 0, 0), Vector3(0, 0.1, 0), Vector3(-0.05, 0.08, 0)] {
            let inWorld = Self.scene.worldFromCamera.inverse * offset
            #expect(abs(support.height(of: inWorld)) < 1e-9)
            #expect(abs((placedFromScan * inWorld).z - 0.1) < 1e-9)
        }
        #expect((placedFromScan.rotation * support.normal - Vector3(0, 0, 1)).length < 1e-9)
        #expect(
            (SIMD2(place.translation.x, place.translation.y) - SIMD2(0.4, 0.3)).indices.allSatisfy { i in
                abs(place.translation[i] - [0.4, 0.3][i]) < 1e-9
            })
        // The closing direction goes where the place's y points.
        let placeFrame = try #require(try cell.baseFromPlace())
        #expect(place.rotation.column(1).dot(placeFrame.rotation.column(1)) > 0.9999)
        let above = try #require(pick.frames.placeApproach).translation - place.translation
        #expect((above - Vector3(0, 0, 0.07)).length < 1e-9)
        let retreat = place.inverse * (try #require(pick.frames.retreat))
        #expect((retreat.translation - Vector3(0, 0, -0.12)).length < 1e-9)
    }

    @Test func theWorkVolumeLimitsTheGrasps() throws {
        let inside = try plan(
            try Self.cell("work_volume: {frame: base, min: [-2000, -2000, -2000], max: [2000, 2000, 2000]}"))
        #expect(inside.picks.count == 1)
        let outside = try plan(
            try Self.cell("work_volume: {frame: base, min: [3000, 3000, 3000], max: [4000, 4000, 4000]}"))
        #expect(outside.picks.isEmpty)
        #expect(outside.tally.rejected[.outsideWorkVolume] ?? 0 > 0)
        #expect(outside.rejected.map(\.object) == [0])
    }

    @Test func withoutASupportThereIsNoPick() throws {
        var segments = Self.scene.segments
        segments.support = nil
        let plan = try pickPlan(for: Self.scene.scan.cloud, segments: segments, cell: try Self.cell())
        #expect(plan.picks.isEmpty && plan.rejected.isEmpty)
    }
}
