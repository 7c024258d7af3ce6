import Foundation
import Testing

/// Where a result goes, and what becomes of what was there.
@Suite struct OutputTests {
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
        _ = try folder.file("there.pcd", "old")
        let run = try Self.bash(
            "mkdir sub; ln -s there.pcd link.pcd; ln -s ../new.pcd sub/dangling.pcd; ln -s loop.pcd loop.pcd; "
                + "\(writer) link.pcd && \(writer) sub/dangling.pcd && readlink link.pcd sub/dangling.pcd; "
                + "\(writer) loop.pcd; echo $?; ls", in: folder)
        #expect(
            run.text.contains(
                "there.pcd\n../new.pcd\n73\nlink.pcd\nloop.pcd\nnew.pcd\nscan.pcd\nsub\nthere.pcd\n"),
            "\(run.text)\(run.stderr)")
        let there = try String(contentsOfFile: folder / "there.pcd", encoding: .utf8)
        #expect(there.count > 3)
        #expect(try String(contentsOfFile: folder / "new.pcd", encoding: .utf8) == there)
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
            "umask 077; touch own.pcd; chmod 640 own.pcd; \(writer) new.pcd && \(writer) own.pcd", in: folder)
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try permissions(folder / "new.pcd") == 0o600)
        #expect(try permissions(folder / "own.pcd") == 0o640)
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
