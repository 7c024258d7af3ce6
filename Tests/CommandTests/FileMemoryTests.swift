import Foundation
import Testing

/// What reading and writing take of memory, as the system counts it for the command as a whole.
@Suite struct FileMemoryTests {
    private static let points = 1_500_000
    /// Six floats a point.
    private static let cloudBytes = points * 24

    private static func header(points: Int, data: String) -> String {
        "VERSION 0.7\nFIELDS x y z normal_x normal_y normal_z\nSIZE 4 4 4 4 4 4\nTYPE F F F F F F\nCOUNT 1 1 1 1 1 1\n"
            + "WIDTH \(points)\nHEIGHT 1\nPOINTS \(points)\nDATA \(data)\n"
    }

    /// Runs the command and gives its exit status and the most memory it held.
    private func peakMemory(of arguments: [String]) throws -> (status: Int32, bytes: Int) {
        let path = builtProducts.appending(path: "pickpose").path
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for stream in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0)
        }
        var child = pid_t()
        try #require(posix_spawn(&child, path, &actions, nil, &words, environ) == 0)
        // wait4's figure would be no less than what this process held when it started the child.
        var status: Int32 = 0
        var most = 0
        while waitpid(child, &status, WNOHANG) == 0 {
            most = max(most, Self.peakMemory(of: child))
            usleep(500)
        }
        try #require(most > 0)
        return ((status >> 8) & 0xFF, most)
    }

    /// The most memory that a running process has held so far; 0 once it has ended.
    private static func peakMemory(of process: pid_t) -> Int {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return 0 }
        return kilobytes * 1024
    }

    @Test func convertingHoldsTheCloudAndLittleMore() throws {
        let folder = try TemporaryFolder()
        let small = try folder.file("small.pcd", Self.header(points: 1, data: "ascii") + "1 2 3 0 0 1\n")
        let program = try peakMemory(of: ["convert", small, folder / "small.ply"]).bytes

        var bytes = Data(Self.header(points: Self.points, data: "binary").utf8)
        var state: UInt32 = 1
        for _ in 0..<(Self.points * 6) {
            // Floats of -2…2 that no compression can shorten much.
            state = state &* 1_664_525 &+ 1_013_904_223
            withUnsafeBytes(of: (state & 0x80FF_FFFF | 0x3F00_0000).littleEndian) { bytes.append(contentsOf: $0) }
        }
        try bytes.write(to: URL(filePath: folder / "binary.pcd"))
        for target in ["ascii.pcd", "binary_compressed.pcd", "binary.ply", "ascii.ply", "binary_big_endian.ply"] {
            let encoding = String(target.prefix { $0 != "." })
            let arguments = ["convert", folder / "binary.pcd", folder / target, "--encoding", encoding]
            expect(try peakMemory(of: arguments), over: program, file: bytes.count, target)
        }
        for source in ["ascii.pcd", "binary_compressed.pcd", "binary.ply", "ascii.ply", "binary_big_endian.ply"] {
            let size = try FileManager.default.attributesOfItem(atPath: folder / source)[.size] as? Int
            let run = try peakMemory(of: ["convert", folder / source, folder / "again.pcd"])
            expect(run, over: program, file: size ?? 0, source)
            #expect(
                try Data(contentsOf: URL(filePath: folder / "again.pcd")).suffix(Self.cloudBytes)
                    == bytes.suffix(Self.cloudBytes))
        }
    }

    private func expect(
        _ run: (status: Int32, bytes: Int), over program: Int, file: Int, _ name: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(run.status == 0, sourceLocation: sourceLocation)
        let taken = run.bytes - program
        #expect(taken < Self.cloudBytes * 3 / 2 + file, "\(name): \(taken) bytes", sourceLocation: sourceLocation)
    }

    /// Refused before anything is allocated for it.
    @Test(arguments: ["ascii", "binary", "binary_compressed"])
    func aLyingHeaderTakesNoMemory(data: String) throws {
        let folder = try TemporaryFolder()
        let honest = try folder.file("honest.pcd", Self.header(points: 1, data: "ascii") + "1 2 3 0 0 1\n")
        let lying = try folder.file(
            "lying.pcd", Self.header(points: 100_000_000, data: data) + String(repeating: "1 2 3 0 0 1\n", count: 20))
        let program = try peakMemory(of: ["info", honest]).bytes
        let run = try peakMemory(of: ["info", lying])
        #expect(run.status == 65)
        #expect(run.bytes < program + 8 << 20)
    }
}
