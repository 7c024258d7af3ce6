import Foundation
import Testing

@Suite struct PickCommandTests {
    /// The samples' scan in a cell whose camera is turned about its x axis by `c` degrees instead of -150.
    private func pick(cameraTurned c: Int) throws -> CommandLineRun {
        let folder = try TemporaryFolder()
        let cell = try String(contentsOfFile: "\(SampleTests.folder)/cell.yaml", encoding: .utf8)
        let turned = cell.replacing("C -150}", with: "C \(c)}")
            .split(separator: "\n").filter { !$0.hasPrefix("work_volume") && !$0.hasPrefix("support") }.joined(
                separator: "\n")
        return try pickpose(
            "pick", "\(SampleTests.folder)/table.pcd", "--config", try folder.file("cell.yaml", turned), "--top", "1")
    }

    @Test func aTableThatFacesDownIsSaid() throws {
        let run = try pick(cameraTurned: 30)
        #expect(run.stderr.contains("the support faces down in base"), "\(run.stderr)")
    }

    @Test func aTableThatLeansIsSaid() throws {
        let run = try pick(cameraTurned: -120)
        #expect(run.stderr.contains("the support leans 30° in base"), "\(run.stderr)")
    }

    @Test func aLevelTableIsNothingToSay() throws {
        #expect(try pick(cameraTurned: -150).stderr.isEmpty)
    }
}
