import Foundation
import TestSupport
import Testing

@Suite struct CalibrateCommandTests {
    private static let pairs = "\(SampleTests.folder)/calibration/pairs.yaml"
    private static let cell = "\(SampleTests.folder)/cell.yaml"

    private func calibrated(_ arguments: String...) throws -> [String: Any] {
        let run = try pickpose(["calibrate"] + arguments + ["--format", "json", "--no-timings"])
        #expect(run.status == 0, "\(run.stderr)")
        return try run.json()
    }

    private func matrix(_ result: [String: Any], _ key: String = "transform") throws -> [[Double]] {
        try #require((result[key] as? [String: Any])?["matrix"] as? [[Double]])
    }

    /// The lines of the sample's pairs, without their head.
    private static func sampleRows() throws -> [String] {
        try String(contentsOfFile: pairs, encoding: .utf8).split(separator: "\n").filter { $0.contains("flange:") }
            .map { $0.trimmingCharacters(in: .init(charactersIn: " -")) }
    }

    private func file(_ rows: [String], mount: String = "base", in folder: TemporaryFolder) throws -> String {
        try folder.file(
            "pairs.yaml",
            "version: 1\nmount: \(mount)\npairs:\n" + rows.map { "  - \($0)" }.joined(separator: "\n") + "\n")
    }

    /// `samples/MakeScans` makes the pairs with the camera of the cell's file, and lets the eighth go wrong.
    @Test func theSamplesCameraIsTheCells() throws {
        let result = try calibrated("hand-eye", Self.pairs)
        #expect(result["status"] as? String == "ok" && result["mount"] as? String == "base")
        let transform = try #require(result["transform"] as? [String: Any])
        #expect(transform["from"] as? String == "camera" && transform["to"] as? String == "base")
        let translation = try #require(transform["translation"] as? [Double])
        for (found, true_) in zip(translation, [0.6, -0.24, 0.55]) { #expect(abs(found - true_) < 1e-3) }
        let residuals = try #require(result["residuals"] as? [String: Any])
        let used = try #require(residuals["pairs"] as? [[String: Any]]).map { $0["used"] as? Bool }
        #expect(used.count == 20 && used.enumerated().allSatisfy { $0.element == ($0.offset != 7) })
        #expect((result["advice"] as? [String])?.contains { $0.contains("pair 7") } == true)
        #expect((result["covariance"] as? [[Double]])?.count == 6)

        let text = try pickpose("calibrate", "hand-eye", Self.pairs, "--config", Self.cell)
        #expect(text.status == 0, "\(text.stderr)")
        let expected = "\(SampleTests.folder)/calibration/hand-eye.expected.txt"
        try SampleTests.expectSameUpToRounding(text.text, expected)
    }

    @Test func theFormsOfTheFileSayTheSame() throws {
        let folder = try TemporaryFolder()
        let rows = try Self.sampleRows()
        func texts(_ row: String) -> [String] { row.matches(of: /"([^"]*)"/).map { String($0.output.1) } }
        let csv = try folder.file(
            "pairs.csv",
            "flange,board\r\n" + rows.map { "\"\(texts($0)[0])\",\"\(texts($0)[1])\"\r\n" }.joined())
        let objects = rows.map { "{\"flange\": \"\(texts($0)[0])\", \"board\": \"\(texts($0)[1])\"}" }
        let ndjson = try folder.file("pairs.ndjson", objects.joined(separator: "\n") + "\n")
        let wanted = try matrix(calibrated("hand-eye", Self.pairs))
        for path in [csv, ndjson] {
            #expect(try matrix(calibrated("hand-eye", path, "--mount", "base")) == wanted)
            let unsaid = try pickpose("calibrate", "hand-eye", path)
            #expect(unsaid.status == 64 && unsaid.stderr.contains("--mount hand"), "\(unsaid.stderr)")
        }
        let other = try calibrated("hand-eye", csv, "--mount", "base", "--unit", "mm")
        #expect(try matrix(other) == wanted)
        #expect((other["warnings"] as? [String])?.contains { $0.contains("--unit mm") } == true)
    }

    @Test func anyOrderOfThePairsGivesTheSameBytes() throws {
        let folder = try TemporaryFolder()
        let rows = try Self.sampleRows()
        let wanted = try calibrated("hand-eye", Self.pairs)
        var random = SeededGenerator(seed: 4)
        for _ in 0..<3 {
            let order = rows.indices.shuffled(using: &random)
            let found = try calibrated("hand-eye", file(order.map { rows[$0] }, in: folder))
            for key in ["transform", "target", "covariance", "leave_one_out", "free_directions"] {
                let (a, b) = (found[key] as? NSObject, wanted[key] as? NSObject)
                #expect(a != nil && a == b, "\(key), order \(order)")
            }
            #expect(
                (found["advice"] as? [String])?.contains { $0.contains("pair \(order.firstIndex(of: 7)!)") } == true)
        }
    }

    @Test func aRefusalEndsWith1AndSaysWhatToDo() throws {
        let folder = try TemporaryFolder()
        let rows = try Self.sampleRows()
        func refused(_ path: String, _ words: String, mount: String = "base") throws {
            let run = try pickpose("calibrate", "hand-eye", path, "--mount", mount, "--format", "json")
            #expect(run.status == 1, "\(run.stderr)")
            let result = try run.json()
            #expect(result["status"] as? String == "refused" && result["transform"] is NSNull)
            #expect("\(result["advice"] ?? "")".contains(words), "\(result["advice"] ?? "")")
        }
        try refused(Self.pairs, "inverted", mount: "hand")
        // The same six numbers as another maker means them.
        let kuka = /kuka:\{X ([^,]*),Y ([^,]*),Z ([^,]*),A ([^,]*),B ([^,]*),C ([^}]*)\}/
        let staubli = rows.map { row in
            row.replacing(kuka) { "staubli:{\($0.1),\($0.2),\($0.3),\($0.4),\($0.5),\($0.6)}" }
        }
        try refused(file(staubli, in: folder), "stated as staubli, but read as")
        try refused(file(Array(repeating: rows[0], count: 5), in: folder), "turn it by 30°")
        let late = zip(rows, rows.dropFirst()).map { row, next in
            row.replacing(/board:.*/, with: next.firstMatch(of: /board:.*/)!.output)
        }
        try refused(file(late, in: folder), "out of step")
    }

    @Test func whatIsNoSetOfPairsIsSaidInOneLine() throws {
        let folder = try TemporaryFolder()
        let rows = try Self.sampleRows()
        func fails(_ text: String, _ status: Int32, _ words: String) throws {
            let run = try pickpose("calibrate", "hand-eye", folder.file("pairs", text), "--mount", "base")
            #expect(run.status == status && run.stdout.isEmpty, "\(text.prefix(60)): \(run.stderr)")
            #expect(run.stderr.contains(words), "\(text.prefix(60)): \(run.stderr)")
            #expect(run.stderr.split(separator: "\n").count == 1, "\(run.stderr)")
        }
        try fails("", 65, "empty")
        try fails("version: 1\npairs: []\n", 65, "pairs")
        try fails("version: 1\npairs:\n  - \(rows[0])\n", 65, "15 to 25")
        try fails("version: 1\npairs:\n  - {flange: \"kuka:{X 1}\", board: \"matrix:1\"}\n", 65, "pairs:3")
        let flange = try #require(rows[0].firstMatch(of: /"[^"]*"/)).output
        try fails("version: 1\npairs:\n  - {flange: \(flange)}\n", 65, "board")
        try fails("flange,board\n\"kuka:{X 1,Y 2,Z 3,A 0,B 0,C 0}\"\n", 65, "2 columns")
        try fails("{\"flange\": 1}\nnonsense\n", 65, "pairs")
        try fails("\u{0}\u{1}", 65, "pairs")
        let none = try pickpose("calibrate", "hand-eye", folder / "no-such.yaml")
        #expect(none.status == 66 && none.stderr.contains("no-such.yaml"), "\(none.stderr)")
    }

    /// Real pairs, and what OpenCV's best method leaves of them: `data/calibration/README.md`.
    @Test(.enabled(if: SharedData.isPresent, SharedData.missing))
    func realPairsFitAsWellAsTheirNoiseLets() throws {
        let result = try calibrated("hand-eye", SharedData.path("calibration/hand-eye-base.yaml"))
        let translation = try #require((result["transform"] as? [String: Any])?["translation"] as? [Double])
        for (found, other) in zip(translation, [0.6601, -0.2503, 0.8307]) { #expect(abs(found - other) < 0.01) }
        let left = try #require(result["leave_one_out"] as? [String: Double])
        #expect(left["translation_m"]! < 0.0055 && left["rotation_deg"]! < 0.11, "\(left)")
    }

    @Test func touchedPointsGiveTheSamplesCamera() throws {
        let points = "\(SampleTests.folder)/calibration/points.yaml"
        let run = try pickpose("calibrate", "points", points, "--config", Self.cell)
        #expect(run.status == 0 && run.stderr.isEmpty, "\(run.stderr)")
        try SampleTests.expectSameUpToRounding(run.text, "\(SampleTests.folder)/calibration/points.expected.txt")
        let result = try calibrated("points", points, "--config", Self.cell)
        let translation = try #require((result["transform"] as? [String: Any])?["translation"] as? [Double])
        for (found, true_) in zip(translation, [0.6, -0.24, 0.55]) { #expect(abs(found - true_) < 2e-3) }
        #expect((result["corners"] as? [Any])?.count == 8 && result["target"] is NSNull)

        // CSV and NDJSON, whose unit is said beside them.
        let folder = try TemporaryFolder()
        let rows = try String(contentsOfFile: points, encoding: .utf8).matches(
            of: /robot: \[(.*?)\], camera: \[(.*?)\]/
        ).map { (String($0.output.1), String($0.output.2)) }
        let csv = try folder.file(
            "points.csv",
            "robot_x,robot_y,robot_z,camera_x,camera_y,camera_z\n" + rows.map { "\($0),\($1)\n" }.joined())
        let quoted = try folder.file(
            "quoted.csv", "robot;camera\n" + rows.map { "\($0);\($1)\n" }.joined())
        let ndjson = try folder.file(
            "points.ndjson", rows.map { "{\"robot\": [\($0)], \"camera\": [\($1)]}\n" }.joined())
        for path in [csv, quoted, ndjson] {
            #expect(try matrix(calibrated("points", path, "--unit", "mm")) == matrix(result))
        }
        let bad = try pickpose("calibrate", "points", folder.file("bad.csv", "robot,camera\n\"1 2\",\"1 2 3\"\n"))
        #expect(bad.status == 65 && bad.stderr.contains("bad.csv:2"), "\(bad.stderr)")
    }

    @Test func writePutsTheCameraIntoTheCell() throws {
        let folder = try TemporaryFolder()
        let before = try String(contentsOfFile: Self.cell, encoding: .utf8)
        let cell = try folder.file("cell.yaml", before)
        let run = try pickpose("calibrate", "hand-eye", Self.pairs, "--write", cell)
        #expect(run.status == 0 && run.text.contains("written to \(cell): frames.camera"), "\(run.stderr)")
        let after = try String(contentsOfFile: cell, encoding: .utf8)
        func rest(_ text: String) -> [Substring] { text.split(separator: "\n").filter { !$0.contains("camera: {") } }
        #expect(rest(after) == rest(before) && after != before)
        let check = try pickpose("cell", "check", cell, "--format", "json")
        let frames = try #require(try check.json()["frames"] as? [[String: Any]])
        let camera = try #require(frames.first { $0["name"] as? String == "camera" })
        let pose = try matrix(camera, "pose")
        for (row, wanted) in try zip(pose, matrix(calibrated("hand-eye", Self.pairs))) {
            for (a, b) in zip(row, wanted) { #expect(abs(a - b) < 1e-12) }
        }
        #expect(camera["covariance"] is [[Double]])

        // What is refused is not written.
        let refused = try pickpose("calibrate", "hand-eye", Self.pairs, "--mount", "hand", "--write", cell)
        #expect(refused.status == 1)
        #expect(try String(contentsOfFile: cell, encoding: .utf8) == after)
        let none = try pickpose("calibrate", "hand-eye", Self.pairs, "--write", folder / "none.yaml")
        #expect(none.status == 66, "\(none.stderr)")
    }

    @Test func suggestWritesStopsAsTheFileDoes() throws {
        let run = try pickpose("calibrate", "suggest", Self.pairs, "--count", "2", "--format", "json")
        #expect(run.status == 0, "\(run.stderr)")
        let result = try run.json()
        #expect(result["schema"] as? String == "pickpose.calibrate_suggest/1")
        let stops = try #require(result["stops"] as? [[String: Any]])
        #expect(stops.count == 2)
        for stop in stops {
            let text = try #require((stop["formatted"] as? [String: String])?["kuka"])
            #expect(try pickpose("transform", "--pose", "kuka:\(text)").status == 0)
        }
        let text = try pickpose("calibrate", "suggest", Self.pairs, "--count", "2", "--as", "ur")
        #expect(text.status == 0 && text.text.contains("p["), "\(text.stderr)")
    }
}
