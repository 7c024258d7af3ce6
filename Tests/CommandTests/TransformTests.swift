import Foundation
import Testing

@Suite struct TransformTests {
    static let cell = """
        version: 1
        unit: mm
        frames:
          camera: {parent: flange, pose: "kuka:{X 0,Y 0,Z 100,A 90,B 0,C 0}"}
          rack: {parent: base, pose: "kuka:{X 1000,Y 0,Z 0,A 0,B 0,C 0}"}
        """

    @Test func aPoseIsPrintedInTheConventionAskedFor() throws {
        let run = try pickpose(
            "transform", "--pose", "kuka:{X 600,Y 0,Z 900,A 0,B 90,C 0}", "--as", "ur", "--as", "abb")
        #expect(run.status == 0)
        #expect(
            run.text == "p[0.6,0,0.9,0,1.5707963267949,0]\n[[600,0,900],[0.707106781186548,0,0.707106781186548,0]]\n")
        #expect(run.stderr.isEmpty)
        #expect(try pickpose("transform", "--pose", "ur:p[0,0,0,0,0,0]", "--as", "ur", "--as", "ur").text.count == 15)
        let matrix = try pickpose("transform", "--pose", "fanuc:1000,0,0,90,0,0")
        #expect(matrix.text == "1 0 0 1\n0 0 -1 0\n0 1 0 0\n0 0 0 1\n")
    }

    @Test func aLockIsSaid() throws {
        let run = try pickpose("transform", "--pose", "kuka:{X 600,Y 0,Z 900,A 10,B 90,C 20}", "--as", "kuka")
        #expect(run.text == "{X 600,Y 0,Z 900,A -10,B 90,C 0}\n")
        #expect(run.stderr.contains("gimbal lock") && run.stderr.contains("C was set to 0"))
    }

    @Test func framesChainThroughTheCell() throws {
        let folder = try TemporaryFolder()
        let config = try folder.file("cell.yaml", Self.cell)
        let arguments = ["transform", "--config", config, "--from", "camera", "--to", "rack"]
        let missing = try pickpose(arguments)
        #expect(missing.status == 64)
        #expect(missing.stderr.contains("--set flange="))

        let set = ["--set", "flange=ur:p[0.5,0,0.2,0,0,0]"]
        let chain = try pickpose(arguments + set)
        #expect(chain.text == "0 -1 0 -0.5\n1 0 0 0\n0 0 1 0.3\n0 0 0 1\n")

        let posed = try pickpose(
            arguments + set + ["--pose", "ur:p[0.1,0,0,0,0,0]", "--as", "kuka", "--format", "json"])
        let json = try posed.json()
        #expect(json["schema"] as? String == "pickpose.transform/1")
        #expect((json["formatted"] as? [String: String])?["kuka"] == "{X -500,Y 100,Z 300,A 90,B 0,C 0}")
        #expect(json["from"] as? String == "camera" && json["to"] as? String == "rack")
        #expect(json["path"] as? [String] == ["camera", "flange", "base", "rack"])
        #expect((json["pose"] as? [String: Any])?["quaternion_xyzw"] as? [Double] != nil)

        let inverse = try pickpose(arguments + set + ["--invert"])
        #expect(inverse.text == "0 1 0 0\n-1 0 0 -0.5\n0 0 1 -0.3\n0 0 0 1\n")
    }

    @Test func everyLineOfAStreamIsAnswered() throws {
        let lines = [
            "kuka:{X 1,Y 2,Z 3,A 0,B 0,C 0}", "", "nonsense", "ur:p[1,2,3,0,0,0]\r", "ur:p[1,2,3,0,0]",
            "matrix:" + String(repeating: "1 ", count: 70_000), "quaternion_xyzw:0 0 0 0 0 0 1",
        ]
        let run = try pickpose("transform", "--as", "mitsubishi", input: Data(lines.joined(separator: "\n").utf8))
        #expect(run.status == 65)
        #expect(run.stderr == "pickpose: error: 3 of 6 lines are no poses; each answer names its line and why\n")
        let answers = try run.text.split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(answers.map { $0["line"] as? Int } == [1, 3, 4, 5, 6, 7])
        #expect(answers.map { $0["status"] as? String } == ["ok", "error", "ok", "error", "error", "ok"])
        #expect((answers[2]["formatted"] as? [String: String])?["mitsubishi"] == "(1000,2000,3000,0,0,0)")
        #expect((answers[3]["error"] as? String)?.contains("5 numbers instead of 6") == true)
    }

    @Test func aLongStreamKeepsItsOrder() throws {
        let count = 20_000
        let input = (0..<count).map { "fanuc:\($0),0,0,0,0,0" }.joined(separator: "\n")
        let run = try pickpose("transform", "--as", "fanuc", input: Data(input.utf8))
        #expect(run.status == 0)
        let answers = run.text.split(separator: "\n")
        #expect(answers.count == count)
        #expect(answers.enumerated().allSatisfy { $1.contains("\"formatted\":{\"fanuc\":\"\($0),0,0,0,0,0\"}") })
    }

    @Test func twoPosesDiffer() throws {
        let run = try pickpose(
            "transform", "--pose", "ur:p[0,0,0,0,0,0]", "--difference", "kuka:{X 300,Y 400,Z 0,A 90,B 0,C 0}",
            "--format",
            "json")
        let difference = try #require(try run.json()["difference"] as? [String: Any])
        #expect(abs((difference["angle"] as? Double ?? 0) - .pi / 2) < 1e-15)
        #expect(abs((difference["distance"] as? Double ?? 0) - 0.5) < 1e-15)
    }

    @Test func pointsMove() throws {
        let arguments = ["transform", "--pose", "kuka:{X 100,Y 0,Z 0,A 90,B 0,C 0}"]
        let meters = try pickpose(arguments + ["--point", "1,2,3", "--point", "[0 0 0]"])
        #expect(meters.text == "-1.9 1 3\n0.1 0 0\n", "\(meters.stderr)")
        let millimeters = try pickpose(arguments + ["--point", "10;20;30", "--unit", "mm", "--format", "json"])
        let points = try #require(try millimeters.json()["points"] as? [[Double]])
        #expect(zip(points[0], [0.08, 0.01, 0.03]).allSatisfy { abs($0 - $1) < 1e-15 })
        for wrong in ["1,2", "1,2,3,4", "1,2,x", "1,2,3.4.5", ""] {
            #expect(try pickpose(arguments + ["--point", wrong]).status == 64, "\(wrong)")
        }
        #expect(try pickpose("transform", "--point", "1,2,3").status == 64)
    }

    @Test func aCloudMovesWithItsSidecar() throws {
        let folder = try TemporaryFolder()
        let config = try folder.file("cell.yaml", Self.cell)
        let header = "FIELDS x y z normal_x normal_y normal_z\nSIZE 4 4 4 4 4 4\nTYPE F F F F F F\nCOUNT 1 1 1 1 1 1\n"
        let scan = try folder.file(
            "scan.pcd",
            "VERSION .7\n" + header
                + "WIDTH 1\nHEIGHT 2\nVIEWPOINT 0 0 0 1 0 0 0\nPOINTS 2\nDATA ascii\n1 2 3 1 0 0\nnan nan nan nan nan nan\n"
        )
        _ = try folder.file("scan.pcd.pose.yaml", "flange: \"ur:p[0.5,0,0.2,0,0,0]\"\n")
        let output = folder / "moved.pcd"
        let run = try pickpose(
            "transform", "--config", config, "--from", "camera", "--to", "base", "--cloud", scan, "--output", output,
            "--format", "json")
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try run.json()["cloud"] as? String == scan)
        let moved = try String(contentsOfFile: output, encoding: .utf8)
        #expect(moved.contains("HEIGHT 2"))
        // −2 + 0.5, 1, 3 + 0.1 + 0.2; the normal turns from x to y.
        #expect(moved.contains("\n-1.5 1 3.3 0 1 0\n"), "\(moved)")
        #expect(moved.contains("VIEWPOINT 0.5 0 0.3"), "\(moved)")

        // The same poses under the scan's name without its extension, and what is wrong in them.
        let arguments = [
            "transform", "--config", config, "--from", "camera", "--to", "base", "--cloud", scan, "-o", output,
        ]
        try FileManager.default.moveItem(atPath: folder / "scan.pcd.pose.yaml", toPath: folder / "scan.pose.yaml")
        #expect(try pickpose(arguments).status == 0)
        _ = try folder.file("scan.pose.yaml", "flange: \"ur:p[0.5]\"\n")
        let wrong = try pickpose(arguments)
        #expect(wrong.status == 65 && wrong.stderr.contains("scan.pose.yaml:1: flange: the ur pose"), "\(wrong.stderr)")
        try FileManager.default.removeItem(atPath: folder / "scan.pose.yaml")
        #expect(try pickpose(arguments).status == 64)
    }

    @Test func aSidecarAgainstTheCellIsWarnedOf() throws {
        let folder = try TemporaryFolder()
        let config = try folder.file("cell.yaml", Self.cell)
        let scan = try folder.file(
            "scan.ply",
            "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\nproperty float z\nend_header\n0 0 0\n"
        )
        let sidecar = try folder.file("scan.pose.yaml", "rack: \"kuka:{X 2000,Y 0,Z 0,A 0,B 0,C 0}\"\n")
        let arguments = [
            "transform", "--config", config, "--from", "rack", "--to", "base", "--cloud", scan, "--as", "kuka", "-o",
            folder / "moved.ply",
        ]
        let run = try pickpose(arguments)
        #expect(run.status == 0 && run.text.hasPrefix("{X 2000,"), "\(run.text)")
        #expect(
            run.stderr.contains("\(sidecar):1: rack: taken instead of the other pose that \(config) gives it"),
            "\(run.stderr)")
        // What is typed stands above both, and what agrees is no conflict.
        let typed = try pickpose(arguments + ["--set", "rack=named:identity"])
        #expect(typed.text.hasPrefix("{X 0,") && typed.stderr.split(separator: "\n").count == 1, "\(typed.stderr)")
        #expect(typed.stderr.contains("--set rack: taken instead of the other pose that \(config) gives it"))
        _ = try folder.file("scan.pose.yaml", "rack: \"kuka:{X 1000,Y 0,Z 0,A 0,B 0,C 0}\"\n")
        #expect(try pickpose(arguments).stderr.isEmpty)
    }

    @Test func wrongUsageAndWrongDataHaveTheirCodes() throws {
        let folder = try TemporaryFolder()
        let broken = try folder.file("cell.yaml", Self.cell.replacing("parent: base", with: "parnt: base"))
        let cases: [([String], Int32, String)] = [
            (["--pose", "1 0 0 0"], 64, "names no convention"),
            (["--pose", "kuka:{X 1}"], 64, "--pose: the kuka pose lacks Y"),
            (["--pose", "ur:p[0,0,0,0,0,0]", "--as", "kuak"], 64, "did you mean \"kuka\"?"),
            (["--from", "camera", "--to", "base"], 64, "--config"),
            (["--from", "camera"], 64, "--to"),
            (
                ["--from", "a", "--to", "b", "--config", "/nowhere.yaml", "--pose", "named:identity"], 66,
                "no such file"
            ),
            (
                ["--from", "a", "--to", "b", "--config", broken, "--pose", "named:identity"], 65,
                "cell.yaml:5: frames.rack.parnt"
            ),
            (
                ["--cloud", "/nowhere.pcd", "--pose", "named:identity", "--output", folder / "x.pcd"], 66,
                "no such file"
            ),
            (["--cloud", "/nowhere.pcd", "--pose", "named:identity"], 64, "--output"),
            (
                ["--cloud", "\(SampleTests.folder)/box.pcd", "--pose", "named:identity", "--output", "-"], 64,
                "--output -: stdout carries the result; give the moved cloud a file"
            ),
            (
                ["--cloud", "/nowhere.pcd", "--pose", "named:identity", "--output", folder / "x.txt"], 64,
                "x.txt: the moved cloud goes to a .pcd or .ply file"
            ),
        ]
        for (arguments, status, message) in cases {
            let run = try pickpose(["transform"] + arguments)
            #expect(run.status == status, "\(arguments): \(run.stderr)")
            #expect(run.stderr.contains(message), "\(arguments): \(run.stderr)")
            #expect(run.stdout.isEmpty)
        }
    }
}
