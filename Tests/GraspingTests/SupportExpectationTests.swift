import Glibc
import Grasping
import LinearAlgebra
import RobotCell
import SyntheticScans
import TestSupport
import Testing

/// A camera that is entered wrongly moves the table, too: what the cell knows of it is what tells.
@Suite struct SupportExpectationTests {
    private static let scene = TestScene([.box(0.11, 0.05, 0.07, at: Vector3(0.03, 0.02, 0), yaw: 0.6)])

    /// The cell of the scene, the camera entered with an error; the base is the world, its table at 0.
    private func cell(_ more: String = "", error: RigidTransform = .identity) throws -> CellFile {
        let camera = (error * Self.scene.worldFromCamera).formatted(.matrix)
        return try CellFile(
            yaml: """
                version: 1
                unit: mm
                frames:
                  camera: {parent: base, pose: "matrix:\(camera)"}
                  desk: {parent: base, pose: "euler:xyz:extrinsic:deg:0 0 -0.7 0 0 0"}
                \(gripperSection)
                \(more)
                """)
    }

    private func plan(_ cell: CellFile) throws -> PickPlan {
        try pickPlan(for: Self.scene.scan.cloud, segments: Self.scene.segments, cell: cell)
    }

    private func tilt(_ degrees: Double) -> RigidTransform {
        RigidTransform(rotation: Quaternion(rotationVector: Vector3(degrees * .pi / 180, 0, 0)).rotation)
    }

    @Test func theHeightIsSaidWithoutAnExpectation() throws {
        let low = RigidTransform(translation: Vector3(0, 0, -0.055))
        let support = try #require(try plan(try cell(error: low)).support)
        #expect(abs(support.height + 0.055) < 1e-6 && support.offset == nil && !support.disagrees)
        #expect(support.lean < 1e-5)
    }

    @Test(arguments: ["{frame: base, height: 0}", "{frame: desk, height: 700, tolerance: 5}", "{height: 0}"])
    func aCameraEnteredTooLowIsRefusedWithTheDifference(support: String) throws {
        let good = try plan(try cell("support: \(support)"))
        #expect(abs(try #require(good.support?.offset)) < 1e-6 && !good.picks.isEmpty)
        let low = RigidTransform(translation: Vector3(0, 0, -0.055))
        let error = #expect(throws: PickPlanError.self) { try plan(try cell("support: \(support)", error: low)) }
        let words = error?.description ?? ""
        #expect(words.contains("55.0 mm below"), "\(words)")
        #expect(words.contains("the pose of camera"))
        // Within the tolerance nothing is said.
        let near = RigidTransform(translation: Vector3(0, 0, 0.004))
        #expect(try !plan(try cell("support: \(support)", error: near)).picks.isEmpty)
    }

    @Test func aTiltedCameraIsRefusedWithItsAngle() throws {
        let error = #expect(throws: PickPlanError.self) {
            try plan(try cell("support: {height: 0, tolerance: 100}", error: tilt(8)))
        }
        #expect(error?.description.contains("8.0°") == true, "\(error?.description ?? "")")
    }

    /// A table that does lean is no fault where the cell says so.
    @Test func anExpectedLeanIsNone() throws {
        let normal = tilt(35).rotation * Vector3(0, 0, 1)
        let leaning = try plan(
            try cell(
                "support: {height: 0, normal: [\(normal.x), \(normal.y), \(normal.z)]}", error: tilt(35)))
        #expect(leaning.support?.leansTooMuch == false)
        #expect(leaning.picks.first?.grasp.confidence == .sound)
    }

    @Test func onALeaningSupportNoPickIsSound() throws {
        let level = try #require(try plan(try cell()).picks.first)
        #expect(level.grasp.confidence == .sound && level.supportLean == nil)
        let leaning = try plan(try cell(error: tilt(35)))
        let pick = try #require(leaning.picks.first)
        #expect(leaning.support?.leansTooMuch == true)
        #expect(pick.grasp.confidence == .doubtful && pick.grasp.score < 0.75)
        #expect(pick.reasons.contains { $0.contains("leans by 35°") }, "\(pick.reasons)")
        // The limit is the cell's to set.
        #expect(try plan(try cell("support: {lean: 40}", error: tilt(35))).picks.first?.grasp.confidence == .sound)
        #expect(try plan(try cell("support: {lean: 2}", error: tilt(3))).picks.first?.grasp.confidence == .doubtful)
    }
}
