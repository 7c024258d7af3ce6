import Foundation
import Testing

/// What a robot programmer has to trust in a cell's file, tried on the samples' scan, whose table is the base's z = 0.
@Suite struct CellTrustTests {
    private static let table = "\(SampleTests.folder)/table.pcd"
    private let folder: TemporaryFolder
    private let sample: String

    init() throws {
        folder = try TemporaryFolder()
        sample = try String(contentsOfFile: "\(SampleTests.folder)/cell.yaml", encoding: .utf8)
    }

    /// The samples' cell with some lines changed; `""` for a line takes it out.
    private func cell(_ changes: [(from: String, to: String)]) throws -> String {
        var text = sample
        for (from, to) in changes {
            #expect(text.contains(from), "\(from)")
            text = text.replacing(from, with: to)
        }
        return try folder.file("cell.yaml", text)
    }

    private func pick(_ cell: String, _ more: String...) throws -> CommandLineRun {
        try pickpose(["pick", Self.table, "--config", cell] + more)
    }

    private static let support = "support: {frame: base, height: 0, tolerance: 5}"

    /// The camera 55 mm too low would put the fingertips 55 mm too deep.
    @Test(arguments: ["text", "json", "urscript", "csv"]) func aCameraEnteredTooLowIsRefused(format: String) throws {
        let run = try pick(try cell([("Z 550,", "Z 495,")]), "--format", format)
        #expect(run.status == 65 && run.stdout.isEmpty)
        #expect(
            run.stderr.contains(
                "cell.yaml:23: support: the scan shows it 54.9 mm below where the cell has it and turned by 0.0°"),
            "\(run.stderr)")
        #expect(run.stderr.split(separator: "\n").count == 1)
    }

    @Test func withoutAnExpectationTheHeightIsSaidOnce() throws {
        let low = try cell([("Z 550,", "Z 495,"), (Self.support, "")])
        let run = try pick(low)
        #expect(run.status == 0 && run.stderr.isEmpty)
        #expect(run.text.components(separatedBy: "the support lies at -54.9 mm in base").count == 2, "\(run.text)")
        let support = try #require(try pick(low, "--format", "json").json()["support"] as? [String: Any])
        #expect(abs(try #require(support["height"] as? Double) + 0.055) < 5e-4 && support["offset"] is NSNull)
        // A program's readers see no report.
        let program = try pick(low, "--format", "urscript")
        #expect(program.status == 0)
        #expect(
            program.stderr.components(separatedBy: "the scan shows the support at -54.9 mm in base").count == 2,
            "\(program.stderr)")
        #expect(try !pick(try cell([]), "--format", "urscript").stderr.contains("shows the support"))
    }

    @Test func onALeaningTableNothingIsSoundAndNoProgramIsWritten() throws {
        let volume = try #require(sample.firstMatch(of: /\nwork_volume.*/)?.0)
        let leaning = try cell([("C -150}", "C -115}"), (Self.support, ""), (String(volume), "")])
        let plan = try pick(leaning, "--format", "json")
        #expect(plan.status == 0 && plan.stderr.contains("the support leans 35° in base"), "\(plan.stderr)")
        let picks = try #require(try plan.json()["picks"] as? [[String: Any]])
        #expect(!picks.isEmpty && picks.allSatisfy { $0["confidence"] as? String != "sound" })
        for more in [[], ["--confidence", "doubtful"]] {
            for format in ["urscript", "krl", "rapid", "fanuc", "inform"] {
                let run = try pickpose(
                    ["pick", Self.table, "--config", leaning, "--format", format, "--output", folder / "go.src"] + more)
                #expect(run.status == 65 && run.stderr.contains("no robot program"), "\(run.stderr)")
                #expect(
                    run.stderr.contains("cell.yaml: support: the scan shows it leaning by 35°, at most 5°"),
                    "\(run.stderr)")
                #expect(!FileManager.default.fileExists(atPath: folder / "go.src"))
            }
        }
        let sound = try pick(leaning, "--format", "json", "--confidence", "sound")
        #expect(sound.status == 1)
        // Where the cell allows it, it is no fault.
        let allowed = try cell([("C -150}", "C -115}"), (Self.support, "support: {lean: 40}"), (String(volume), "")])
        let run = try pick(allowed, "--format", "urscript")
        #expect(run.status == 0 && run.text.contains("movel("), "\(run.stderr)")
    }

    @Test func aProgramWithoutAToolIsRefused() throws {
        let tool = try #require(sample.firstMatch(of: /\n  tool: .*/)?.0)
        let bare = try cell([(String(tool), "")])
        for format in ["urscript", "krl", "rapid", "fanuc", "inform"] {
            let run = try pick(bare, "--format", format)
            #expect(run.status == 65 && run.stdout.isEmpty)
            #expect(run.stderr.contains("frames.tool") && run.stderr.contains("tool: none"), "\(run.stderr)")
        }
        #expect(try pick(bare, "--format", "json").status == 0)
        let said = try pick(
            try cell([(String(tool), ""), ("\nprogram:", "\ntool: none\nprogram:")]), "--format", "urscript")
        #expect(said.status == 0 && !said.text.contains("set_tcp"), "\(said.stderr)")
    }

    /// The gripper opens as far as the output lets it, and that is how wide it was checked.
    @Test func theOpeningOfAProgramIsTheOneThatWasChecked() throws {
        let program = try pick(try cell([]), "--format", "csv")
        let listed = try pick(try cell([]), "--format", "urscript")
        #expect(!listed.text.matches(of: /opening ([0-9.]+) mm/).isEmpty)
        for match in listed.text.matches(of: /opening ([0-9.]+) mm/) { #expect(match.1 == "85") }
        #expect(program.status == 0)
        let settable = try cell([
            (
                "gripper: {output: 1, closed: on, wait: 0.5}",
                "gripper: {open: \"rg_grip({{opening_mm}})\", close: \"rg_grip(0)\"}"
            )
        ])
        let set = try pick(settable, "--format", "urscript").text
        let plan = try #require(try pick(settable, "--format", "json").json()["picks"] as? [[String: Any]])
        for (index, match) in set.matches(of: /opening ([0-9.]+) mm/).enumerated() {
            let opening = try #require(plan[index]["opening"] as? Double) * 1000
            #expect(abs(try #require(Double(match.1)) - opening) < 0.06)
            #expect(set.contains("rg_grip(\(match.1))"))
        }
    }

    @Test func whatIsThinnerThanTheGripperClosesToIsNoPick() throws {
        let run = try pick(try cell([("{min: 0, max: 85}", "{open: 85, closed: 84.9}")]), "--format", "json")
        #expect(run.status == 1)
        let rejected = try #require(try run.json()["rejected"] as? [[String: Any]])
        #expect(rejected.contains { $0["reason"] as? String == "thinner than the gripper closes to" })
    }

    /// Every warning of `cell check` is one of `pick`, and none is said twice.
    @Test func pickSaysWhatCellCheckWarnsOf() throws {
        for changes in [
            [("zone: 10 ", "zone: 500 ")], [("lift: 80", "lift: 0")], [("approach: 100", "approach: 20")],
            [("X 400,Y 300,Z 100,A 0,B 0,C 180", "X 400,Y 300,Z -500,A 0,B 0,C 180")],
            [("X 400,Y 300,Z 100,A 0,B 0,C 180", "X 400,Y 300,Z 100,A 0,B 0,C 0")],
            [("thickness: 140", "thickness: 4"), ("thickness: 8", "thickness: 80")],
            [("Z 105,", "Z 0.105,"), ("zone: 10 ", "zone: 500 "), ("lift: 80", "lift: 0")],
        ] {
            let config = try cell(changes)
            let said = try pickpose("cell", "check", config).stderr.split(separator: "\n").map(String.init)
            #expect(!said.isEmpty, "\(changes)")
            let lines = try pick(config, "--format", "json").stderr.split(separator: "\n").map(String.init)
            for warning in said { #expect(lines.count { $0 == warning } == 1, "\(warning) in \(lines)") }
        }
    }
}
