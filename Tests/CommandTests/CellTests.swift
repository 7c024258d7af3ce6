import Foundation
import TestSupport
import Testing

@Suite struct CellTests {
    static let cell = """
        version: 1
        unit: mm
        frames:
          camera: {parent: flange, pose: "kuka:{X 0,Y 0,Z 100,A 90,B 0,C 0}", std_mm: 1, std_deg: 0.1}
          tool: {parent: flange, pose: "kuka:{X 0,Y 0,Z 150,A 0,B 0,C 0}"}
          rack: {parent: base, pose: "kuka:{X 1000,Y 0,Z 0,A 0,B 0,C 0}"}
          slot: {parent: rack, pose: "kuka:{X 0,Y 100,Z 0,A 0,B 0,C 0}"}
        \(gripperSection)
        work_volume: {min: [300, -400, -20], max: [900, 400, 500]}
        """

    @Test func theTreeIsDrawn() throws {
        let folder = try TemporaryFolder()
        let config = try folder.file("cell.yaml", Self.cell)
        let run = try pickpose("cell", "check", config, "--as", "kuka")
        #expect(run.status == 0, "\(run.stderr)")
        try expectSnapshot(run.text, "cell-check.txt")
    }

    @Test func aCameraThatLooksAwayIsNoticed() throws {
        let folder = try TemporaryFolder()
        let config = try folder.file("cell.yaml", Self.cell)
        let up = try pickpose("cell", "check", config, "--set", "flange=kuka:{X 600,Y 0,Z 800,A 0,B 0,C 0}")
        #expect(up.stderr.contains("behind the camera"))
        let down = try pickpose(
            "cell", "check", config, "--set", "flange=kuka:{X 600,Y 0,Z 800,A 0,B 180,C 0}", "--format", "json")
        #expect(!down.stderr.contains("behind the camera"))
        let frames = try #require(try down.json()["frames"] as? [[String: Any]])
        #expect(frames.map { $0["name"] as? String } == ["base", "rack", "slot", "flange", "camera", "tool"])
        #expect(frames.allSatisfy { $0["pose"] is [String: Any] })
        #expect(frames[4]["covariance"] is [[Double]])
    }

    @Test func mistakesNameTheirLine() throws {
        let folder = try TemporaryFolder()
        let config = try folder.file("cell.yaml", Self.cell.replacing("parent: rack", with: "parent: rak"))
        let run = try pickpose("cell", "check", config)
        #expect(run.status == 65)
        #expect(run.stderr.contains("cell.yaml:7: frames.slot.parent:"))
        #expect(run.stderr.contains("did you mean \"rack\"?"))
    }

    /// The worked cells under samples/, as their first lines say to call them.
    @Test func theSampleCellsCheckAsTheySay() throws {
        let cells = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../samples/cells")
            .standardized
        let fixed = try pickpose("cell", "check", cells.appending(path: "fixed-camera.yaml").path, "--as", "kuka")
        #expect(fixed.status == 0 && fixed.stderr.isEmpty, "\(fixed.stderr)")
        try expectSnapshot(fixed.text, "../../../samples/cells/fixed-camera.expected.txt")

        let hand = try pickpose(
            "cell", "check", cells.appending(path: "eye-in-hand.yaml").path, "--as", "ur", "--set",
            "flange=ur:p[0.5,0,0.6,0,3.141592653589793,0]")
        #expect(hand.status == 0 && hand.stderr.isEmpty, "\(hand.stderr)")
        try expectSnapshot(hand.text, "../../../samples/cells/eye-in-hand.expected.txt")
    }
}
