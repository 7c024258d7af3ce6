import Foundation
import Testing

/// What was typed wrongly: one line on stderr that says what to do, and 64, in every command.
@Suite struct UsageTests {
    static let samples = SampleTests.folder
    static let cell = "\(samples)/cell.yaml"

    private func expectUsage(
        _ arguments: [String], saying words: String, _ command: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let run = try pickpose(arguments)
        #expect(run.status == 64, "\(arguments): \(run.stderr)", sourceLocation: sourceLocation)
        #expect(run.stdout.isEmpty, "\(arguments)", sourceLocation: sourceLocation)
        let lines = run.stderr.split(separator: "\n")
        #expect(lines.count == 1, "\(arguments): \(run.stderr)", sourceLocation: sourceLocation)
        #expect(run.stderr.hasPrefix("pickpose: error: "), "\(run.stderr)", sourceLocation: sourceLocation)
        #expect(run.stderr.contains(words), "\(arguments): \(run.stderr)", sourceLocation: sourceLocation)
        #expect(run.stderr.hasSuffix("(see `\(command) --help`)\n"), "\(run.stderr)", sourceLocation: sourceLocation)
    }

    @Test func theParserSaysItOnOneLine() throws {
        try expectUsage(["no-such-command"], saying: "'no-such-command'", "pickpose")
        try expectUsage(["pose"], saying: "Missing expected argument '<scan>'", "pickpose pose")
        try expectUsage(["pose", "a", "b"], saying: "Unexpected argument 'b'", "pickpose pose")
        try expectUsage(["info", "a", "--form", "json"], saying: "Unknown option '--form'", "pickpose info")
        try expectUsage(
            ["info", "a", "--format", "xml"], saying: "--format xml: known are text, json and ndjson", "pickpose info")
        try expectUsage(["cell", "check"], saying: "'<cell.yaml>'", "pickpose cell check")
        try expectUsage(["segment", "a", "--up", "1"], saying: "--up 1: give three numbers", "pickpose segment")
    }

    @Test func aMistypedCommandIsGuessed() throws {
        try expectUsage(["pik", "a"], saying: "did you mean pick?", "pickpose")
        try expectUsage(["cell", "chek"], saying: "did you mean check?", "pickpose cell")
        try expectUsage(
            ["help", "segmnt"], saying: "help segmnt: there is no such command; did you mean segment?", "pickpose")
        try expectUsage(["help", "cell", "nonsense"], saying: "help nonsense: there is no such command", "pickpose")
        try expectUsage(["info", "-dash.pcd"], saying: "a file of this name is written ./-dash.pcd", "pickpose info")
        for help in [["help", "pick"], ["help"], ["pick", "--help"], ["cell", "check", "-h"], ["info", "-vh"]] {
            let run = try pickpose(help)
            #expect(run.status == 0 && run.text.contains("USAGE"), "\(help): \(run.stderr)")
        }
    }

    @Test func contradictionsAreRefused() throws {
        try expectUsage(["info", "a", "--quiet", "--verbose"], saying: "--quiet says less", "pickpose info")
        try expectUsage(
            ["info", "a", "--format", "json", "--format", "text"], saying: "--format json and --format text: give one",
            "pickpose info")
        try expectUsage(
            ["cell", "check", Self.cell, "--unit", "m"], saying: "the cell's file says its own unit",
            "pickpose cell check")
    }

    /// Negative numbers are values, not options.
    @Test func negativeNumbersAreRead() throws {
        let point = try pickpose("transform", "--pose", "named:identity", "--point", "-0.1,0.2,0.55")
        #expect(point.status == 0 && point.text == "-0.1 0.2 0.55\n", "\(point.stderr)")
        let up = try pickpose("segment", "\(Self.samples)/table.pcd", "--up", "-1,0,0")
        #expect(up.status != 64, "\(up.stderr)")
        try expectUsage(["segment", "a", "--minimum-points", "-1"], saying: "give a number from 1", "pickpose segment")
        try expectUsage(["segment", "a", "--up", "0,0,0"], saying: "--up 0,0,0: has no direction", "pickpose segment")
        try expectUsage(["align", "a", "b", "--voxel", "-1"], saying: "give a length above 0", "pickpose align")
        try expectUsage(
            ["transform", "--pose", "named:identity", "--point", "--unit", "mm"],
            saying: "--point: its three numbers are missing before --unit", "pickpose transform")
        try expectUsage(["transform", "--point"], saying: "Missing value for '--point <x,y,z>'", "pickpose transform")
    }

    @Test func aNameThatATerminalWouldObeyIsTold() throws {
        let run = try pickpose("info", "a\u{1B}[31mb.pcd")
        #expect(run.stderr == "pickpose: error: a\\x1b[31mb.pcd: no such file; check the path\n", "\(run.stderr)")
    }

    @Test func aMissingFolderIsNamed() throws {
        let run = try pickpose("pose", "\(Self.samples)/box.pcd", "-o", "/nowhere/at/all.txt")
        #expect(run.status == 73 && run.stderr.contains("there is no folder /nowhere/at/; create it"), "\(run.stderr)")
    }

    @Test func aCellIsNoCloud() throws {
        let run = try pickpose("info", Self.cell)
        #expect(run.status == 65 && run.stderr.contains("pickpose cell check"), "\(run.stderr)")
    }

    @Test func aLineBreakInANameBreaksNoLine() throws {
        let run = try pickpose("info", "no\nsuch.pcd")
        #expect(run.status == 66 && run.stderr == "pickpose: error: no such.pcd: no such file; check the path\n")
    }

    /// Found only while the command runs, and worded the same.
    @Test func soDoTheCommands() throws {
        try expectUsage(
            ["pick", "\(Self.samples)/table.pcd", "--config", Self.cell, "--object", "99"],
            saying: "--object 99: the scene has 8 objects", "pickpose pick")
    }

    @Test func aWrongPoseIsWrongUsageWhereverItIsTyped() throws {
        let table = "\(Self.samples)/table.pcd"
        let wrong = "kuka:{X 1}"
        let chain = ["transform", "--config", Self.cell, "--from", "camera", "--to", "base"]
        let cases: [([String], String, String)] = [
            (["transform", "--pose", wrong], "--pose: ", "pickpose transform"),
            (["transform", "--pose", "named:identity", "--difference", wrong], "--difference: ", "pickpose transform"),
            (
                ["transform", "--pose", "named:identity", "--interpolate", wrong], "--interpolate: ",
                "pickpose transform"
            ),
            (chain + ["--set", "camera=\(wrong)"], "--set camera: ", "pickpose transform"),
            (["cell", "check", Self.cell, "--set", "camera=\(wrong)"], "--set camera: ", "pickpose cell check"),
            (["pick", table, "--config", Self.cell, "--set", "camera=\(wrong)"], "--set camera: ", "pickpose pick"),
            (["pose", table, "--reference", wrong], "--reference: ", "pickpose pose"),
            (["align", table, table, "--init", wrong], "--init: ", "pickpose align"),
        ]
        for (arguments, option, command) in cases {
            try expectUsage(arguments, saying: option + "the kuka pose lacks Y", command)
        }
        try expectUsage(
            ["transform", "--pose", "named:identity", "--as", "kuak"], saying: "did you mean \"kuka\"?",
            "pickpose transform")
    }

    @Test func optionsThatAnEngineDoesNotHaveAreRefused() throws {
        for option in [["--up", "0,0,1"], ["--maximum-range", "2"], ["--no-color"]] {
            try expectUsage(
                ["segment", "\(Self.samples)/table.pcd", "--engine", "pcl"] + option, saying: option[0],
                "pickpose segment")
        }
    }
}
