import Foundation
import Testing

/// One run of the built `pickpose`, end to end: what it printed and how it ended.
struct CommandLineRun {
    var status: Int32
    var stdout: Data
    var stderr: String

    var text: String { String(decoding: stdout, as: UTF8.self) }

    /// The result as `JSONSerialization` reads it: an independent check of our own encoder.
    func json() throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: stdout) as? [String: Any])
    }
}

/// Runs `pickpose` with arguments, and with `input` on stdin.
func pickpose(_ arguments: String..., input: Data = Data(), environment: [String: String] = [:]) throws
    -> CommandLineRun
{
    try pickpose(arguments, input: input, environment: environment)
}

/// `program` stands in for the built `pickpose`: a copy of it with other neighbours.
func pickpose(
    _ arguments: [String], input: Data = Data(), environment: [String: String] = [:], program: String? = nil
) throws -> CommandLineRun {
    let process = Process()
    process.executableURL = program.map { URL(filePath: $0) } ?? builtProducts.appending(path: "pickpose")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files rather than pipes: nothing blocks, however much either side writes.
    let folder = try TemporaryFolder()
    let (stdin, stdout, stderr) = (folder / "stdin", folder / "stdout", folder / "stderr")
    try input.write(to: URL(filePath: stdin))
    for path in [stdout, stderr] { try Data().write(to: URL(filePath: path)) }
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: stdin))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: stdout))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: stderr))
    try process.run()
    process.waitUntilExit()
    return CommandLineRun(
        // A death by signal is told as a shell tells it, so that no trap passes for an exit code.
        status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
        stdout: try Data(contentsOf: URL(filePath: stdout)),
        stderr: String(decoding: try Data(contentsOf: URL(filePath: stderr)), as: UTF8.self))
}

/// Where the build put the test bundle, and so the command too.
let builtProducts = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

/// A folder that goes away with its last reference.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "pickpose-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    static func / (folder: TemporaryFolder, name: String) -> String { "\(folder.path)/\(name)" }

    /// Writes a file into the folder and gives its path.
    func file(_ name: String, _ contents: String) throws -> String {
        try contents.write(toFile: self / name, atomically: false, encoding: .utf8)
        return self / name
    }
}

/// Compares a text with the one kept under `Snapshots/`; PICKPOSE_RECORD=1 keeps the new one instead.
func expectSnapshot(
    _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots/\(name)")
    if ProcessInfo.processInfo.environment["PICKPOSE_RECORD"] == "1" {
        return try text.write(to: path, atomically: true, encoding: .utf8)
    }
    let kept = try? String(contentsOf: path, encoding: .utf8)
    #expect(
        text == kept, "\(name) differs from its snapshot; PICKPOSE_RECORD=1 Tests/run.sh keeps the new text",
        sourceLocation: sourceLocation)
}
