import Foundation
import Testing

/// Where a result goes, and what becomes of what was there.
@Suite struct OutputTests {
    /// Where a result would take the place of what was read, or a text that of points.
    @Test func whatIsReadIsNotWrittenOver() throws {
        let folder = try TemporaryFolder()
        for name in ["box.pcd", "table.pcd", "cell.yaml"] {
            try FileManager.default.copyItem(atPath: "\(SampleTests.folder)/\(name)", toPath: folder / name)
        }
        _ = try folder.file("mine.mustache", "{{count}}")
        _ = try folder.file("box.pose.yaml", "flange: named:identity\n")
        try FileManager.default.createSymbolicLink(atPath: folder / "link.pcd", withDestinationPath: "box.pcd")
        let before = try Self.bash("sha256sum *.*", in: folder).text
        let pick = "pick table.pcd --config cell.yaml"
        for command in [
            "pose box.pcd -o box.pcd", "pose box.pcd -o ./link.pcd", "pose link.pcd -o $PWD/box.pcd",
            "pose - -o box.pcd < box.pcd", "info table.pcd box.pcd -o box.pcd", "\(pick) -o table.pcd",
            "\(pick) -o cell.yaml", "\(pick) --format urscript -o cell.yaml",
            "\(pick) --template mine.mustache -o mine.mustache", "segment table.pcd -o table.pcd",
            "align box.pcd table.pcd -o table.pcd", "align box.pcd table.pcd box.pcd -o box.pcd",
            "transform --pose named:identity --cloud box.pcd -o box.pcd",
            "transform --config cell.yaml --from camera --to base -o cell.yaml",
            "cell check cell.yaml -o cell.yaml", "transform -o box.pose.yaml < box.pose.yaml",
        ] {
            let run = try Self.bash("$pickpose \(command)", in: folder)
            #expect(run.status == 64 && run.stdout.isEmpty, "\(command): \(run.stderr)")
            #expect(run.stderr.contains("is what the command reads"), "\(command): \(run.stderr)")
        }
        for command in [
            "pose box.pcd -o new.pcd", "info box.pcd -o new.ply", "\(pick) -o new.pcd",
            "\(pick) --format urscript -o new.ply", "cell check cell.yaml -o new.pcd",
            "transform -o new.pcd < mine.mustache",
        ] {
            let run = try Self.bash("$pickpose \(command)", in: folder)
            #expect(run.status == 64 && run.stderr.contains("holds points"), "\(command): \(run.stderr)")
        }
        #expect(try Self.bash("sha256sum *.*", in: folder).text == before)
        let empty = try Self.bash("$pickpose pose box.pcd -o ''", in: folder)
        #expect(empty.status == 64 && empty.stderr.contains("--output '': name a file"), "\(empty.stderr)")
        // What convert reads and writes are the same points.
        #expect(try Self.bash("$pickpose convert box.pcd box.pcd --encoding ascii", in: folder).status == 0)
    }

    @Test func convertTakesItsFileByTheOptionToo() throws {
        let folder = try TemporaryFolder()
        let scan = "\(SampleTests.folder)/box.pcd"
        let run = try pickpose("convert", scan, "--output", folder / "a.ply")
        #expect(run.status == 0 && run.text.contains("a.ply: "), "\(run.stderr)")
        #expect(FileManager.default.fileExists(atPath: folder / "a.ply"))
        let twice = try pickpose("convert", scan, folder / "b.ply", "--output", folder / "c.ply")
        #expect(twice.status == 64 && twice.stderr.contains("given twice"), "\(twice.stderr)")
        #expect(try pickpose("convert", scan).status == 64)
    }

    private static let pose = ["transform", "--pose", "ur:p[1,2,3,0,0,0]", "--as", "ur"]
    private static let answer = "p[1,2,3,0,0,0]\n"

    /// Runs a line of bash, where `$pickpose` is the built program and the folder is the current one.
    static func bash(_ line: String, in folder: TemporaryFolder, input: Data = Data()) throws -> CommandLineRun {
        try pickpose(
            ["-c", "cd '\(folder.path)'; \(line)"], input: input,
            environment: ["pickpose": builtProducts.appending(path: "pickpose").path], program: "/bin/bash")
    }

    private func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    /// Both writers: that of results and that of clouds.
    private static let writers = [
        "$pickpose \(pose.map { "'\($0)'" }.joined(separator: " ")) --output",
        "$pickpose convert scan.pcd --encoding ascii --to pcd -q",
    ]

    @Test(arguments: writers) func aLinkKeepsPointingWhereItPoints(writer: String) throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("scan.pcd", InfoAndConvertTests.cloud)
        _ = try folder.file("there.out", "old")
        let run = try Self.bash(
            "mkdir sub; ln -s there.out link.out; ln -s ../new.out sub/dangling.out; ln -s loop.out loop.out; "
                + "\(writer) link.out && \(writer) sub/dangling.out && readlink link.out sub/dangling.out; "
                + "\(writer) loop.out; echo $?; ls", in: folder)
        #expect(
            run.text.contains(
                "there.out\n../new.out\n73\nlink.out\nloop.out\nnew.out\nscan.pcd\nsub\nthere.out\n"),
            "\(run.text)\(run.stderr)")
        let there = try String(contentsOfFile: folder / "there.out", encoding: .utf8)
        #expect(there.count > 3)
        #expect(try String(contentsOfFile: folder / "new.out", encoding: .utf8) == there)
    }

    @Test(arguments: writers) func aPipeStaysAPipe(writer: String) throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("scan.pcd", InfoAndConvertTests.cloud)
        let run = try Self.bash(
            "mkfifo fifo; cat fifo > got & \(writer) fifo; wait; test -p fifo && wc -l < got", in: folder)
        #expect(run.status == 0 && (Int(run.text.split(separator: "\n").last ?? "") ?? 0) > 0, "\(run.stderr)")
    }

    @Test(arguments: writers) func permissionsAreThoseOfTheUserOrOfTheFileBefore(writer: String) throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("scan.pcd", InfoAndConvertTests.cloud)
        let run = try Self.bash(
            "umask 077; touch own.out; chmod 640 own.out; \(writer) new.out && \(writer) own.out", in: folder)
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try permissions(folder / "new.out") == 0o600)
        #expect(try permissions(folder / "own.out") == 0o640)
    }

    @Test func devicesAreWrittenToAndStay() throws {
        #expect(try pickpose(Self.pose + ["--output", "/dev/null"]).status == 0)
        #expect(
            try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType != .typeRegular)
        let full = try pickpose(Self.pose + ["--output", "/dev/full"])
        #expect(full.status == 73 && full.stderr.contains("/dev/full"))
        #expect(try pickpose(Self.pose + ["--output", "/dev/stdout"]).text == Self.answer)
    }

    /// A redirected log keeps what it held: the name of a stream doesn't open its file anew.
    @Test func theNameOfAStreamIsTheStream() throws {
        let folder = try TemporaryFolder()
        let run = try Self.bash("echo before > log; \(Self.writers[0]) /dev/stdout >> log; cat log", in: folder)
        #expect(run.text == "before\n" + Self.answer)
    }

    @Test(arguments: ["", "/"]) func aFolderIsNoFile(suffix: String) throws {
        let folder = try TemporaryFolder()
        for place in [folder.path + suffix, folder / "no/such.txt"] {
            let run = try pickpose(Self.pose + ["--output", place])
            #expect(run.status == 73 && run.stdout.isEmpty)
            #expect(run.stderr.hasPrefix("pickpose: error: \(place): cannot be written: "), "\(run.stderr)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    /// `pickpose … | head`: neither killed by a signal nor a complaint.
    @Test func aReaderThatHasSeenEnoughEndsTheRunQuietly() throws {
        let folder = try TemporaryFolder()
        let poses = String(repeating: "ur:p[1,2,3,0,0,0]\n", count: 20_000)
        let stream = try Self.bash(
            "$pickpose transform | head -1; echo ${PIPESTATUS[0]}", in: folder, input: Data(poses.utf8))
        #expect(stream.text.hasPrefix("{\"schema\"") && stream.text.hasSuffix("]}\n0\n"), "\(stream.text)")
        #expect(stream.stderr.isEmpty)

        let rows = (0..<20_000).map { "\($0) 0 0\n" }.joined()
        let header = "VERSION .7\nFIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nCOUNT 1 1 1\nWIDTH 20000\nHEIGHT 1\n"
        _ = try folder.file("large.pcd", header + "VIEWPOINT 0 0 0 1 0 0 0\nPOINTS 20000\nDATA ascii\n" + rows)
        let cloud = try Self.bash(
            "$pickpose convert large.pcd - --to ply --encoding ascii -q | head -1; echo ${PIPESTATUS[0]}", in: folder)
        #expect(cloud.text == "ply\n0\n" && cloud.stderr.isEmpty, "\(cloud.stderr)")
    }
}
