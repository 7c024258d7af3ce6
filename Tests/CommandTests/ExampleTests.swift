import Foundation
import Testing

/// Every example of each command's help is run, in a folder that holds the files they name.
@Suite struct ExampleTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL

    /// Box and table under the names that the examples use.
    private func folder(alignsScan: Bool) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let files = FileManager.default
        let samples = Self.root.appending(path: "samples").path
        try files.createSymbolicLink(atPath: folder / "samples", withDestinationPath: samples)
        let copies = [
            ("cell.yaml", "cell.yaml"), ("box.pcd", "part.pcd"), ("table.pcd", "scene.pcd"),
            (alignsScan ? "box.pcd" : "table.pcd", "scan.pcd"),
        ]
        for (from, to) in copies { try files.copyItem(atPath: "\(samples)/\(from)", toPath: folder / to) }
        #expect(try pickpose("convert", "\(samples)/box.pcd", folder / "model.ply").status == 0)
        _ = try folder.file("poses.txt", "ur:p[0,0,0.5,0,0,0]\nkuka:{X 1,Y 2,Z 3,A 0,B 0,C 0}\n")
        for file in ["pairs.yaml", "points.yaml"] {
            try files.copyItem(atPath: "\(samples)/calibration/\(file)", toPath: folder / file)
        }
        for copy in ["part.ply", "part_mm.ply", "a.ply", "b.ply", "c.ply", "scan.ply"] {
            try files.copyItem(atPath: folder / "model.ply", toPath: folder / copy)
        }
        return folder
    }

    /// The exit code and the messages of a line in a shell.
    private func shell(_ line: String, in folder: TemporaryFolder) throws -> (status: Int32, messages: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["PATH": "\(builtProducts.path):/usr/bin:/bin"]) { $1 }
        let messages = folder / "messages"
        try Data().write(to: URL(filePath: messages))
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(filePath: messages))
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOfFile: messages, encoding: .utf8))
    }

    private func run(_ lines: [String]) throws {
        for line in lines where !line.contains(".stl") {
            let folder = try folder(alignsScan: line.contains("align"))
            let (status, messages) = try shell(line, in: folder)
            // An alignment of two boxes may be ambiguous, and says so by its exit code.
            let allowed: Set<Int32> = line.contains("align") ? [0, 1] : [0]
            #expect(allowed.contains(status), "\(line)\n\(messages)")
        }
    }

    @Test(arguments: [
        "info", "convert", "pose", "segment", "align", "transform", "cell check", "pick", "calibrate hand-eye",
        "calibrate points", "calibrate suggest",
    ])
    func theExamplesOfEachHelpRun(_ command: String) throws {
        // Wide enough that no example is broken.
        let help = try pickpose(
            ["help"] + command.split(separator: " ").map(String.init), environment: ["COLUMNS": "250"]
        ).text
        let starts = ["pickpose \(command) ", "cat "]
        let lines = help.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { line in
            starts.contains { line.hasPrefix($0) }
        }
        #expect(!lines.isEmpty)
        try run(lines.map(String.init))
    }
}
