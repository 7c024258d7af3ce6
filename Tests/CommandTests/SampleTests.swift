import Foundation
import Testing

/// The samples as the README and the quickstart show them: `samples/expected` is what they print.
@Suite struct SampleTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../samples").standardizedFileURL.path

    private var pickArguments: [String] {
        ["pick", "\(Self.folder)/table.pcd", "--config", "\(Self.folder)/cell.yaml", "--no-timings"]
    }

    @Test func theTablesPicksAreTheExpectedOnes() throws {
        let text = try pickpose(pickArguments)
        #expect(text.status == 0)
        try Self.expectSameUpToRounding(text.text, "\(Self.folder)/expected/picks.txt")
        let json = try pickpose(pickArguments + ["--format", "json"])
        #expect(json.status == 0)
        try Self.expectSameUpToRounding(json.text, "\(Self.folder)/expected/picks.json")
    }

    /// Compares with what a sample is expected to print, numbers to a millionth: processors round sines differently.
    static func expectSameUpToRounding(_ text: String, _ path: String) throws {
        if ProcessInfo.processInfo.environment["PICKPOSE_RECORD"] == "1" {
            return try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        func words(_ text: String) -> [Substring] { text.split { " \n,[]{}".contains($0) } }
        let (found, expected) = (words(text), words(try String(contentsOfFile: path, encoding: .utf8)))
        #expect(found.count == expected.count, "\(path)")
        for (a, b) in zip(found, expected) where a != b {
            let (x, y) = (Double(a), Double(b))
            let isClose = x.flatMap { x in y.map { abs(x - $0) <= 1e-6 * max(1, abs($0)) } } ?? false
            #expect(isClose, "\(path): \(a) instead of \(b)")
        }
    }

    @Test(arguments: ["2", "3"])
    func theNumberOfThreadsChangesNoByte(threads: String) throws {
        for arguments in [pickArguments, ["segment", "\(Self.folder)/table.pcd", "--no-timings"]] {
            let one = try pickpose(arguments + ["--format", "ndjson", "--threads", "1"])
            let more = try pickpose(arguments + ["--format", "ndjson", "--threads", threads])
            #expect(one.stdout == more.stdout)
        }
    }

    /// `samples/MakeScans` puts a box of 120 × 70 mm here, its long side at 0.5 rad, and the camera 600 mm beside it.
    @Test func aGraspClosesAcrossTheShortSideOfTheBox() throws {
        let run = try pickpose(pickArguments + ["--format", "json"])
        let picks = try #require(try run.json()["picks"] as? [[String: Any]])
        let grasps = try picks.map { pick in
            let frames = try #require(pick["frames"] as? [String: Any])
            let grasp = try #require(frames["grasp"] as? [String: Any])
            return try #require(grasp["matrix"] as? [[Double]])
        }
        let place = (x: 0.44, y: 0.0)
        let own = try #require(grasps.first { hypot($0[0][3] - place.x, $0[1][3] - place.y) < 0.04 })
        // The short side lies along (-sin 0.5, cos 0.5), the approach along the base's -z.
        let across = own[0][1] * -sin(0.5) + own[1][1] * cos(0.5)
        #expect(abs(across) > cos(0.05))
        #expect(own[2][2] < -0.999)
    }

    @Test func segmentFindsTheEightThingsAndLabelsEveryPoint() throws {
        let folder = try TemporaryFolder()
        let run = try pickpose(
            "segment", "\(Self.folder)/table.pcd", "--output", folder / "labelled.pcd", "--format", "json")
        #expect(run.status == 0)
        #expect(try (run.json()["objects"] as? [Any])?.count == 8)
        let info = try pickpose("info", folder / "labelled.pcd", "--format", "json")
        let file = try #require((info.json()["files"] as? [[String: Any]])?.first)
        #expect(file["width"] as? Int == 320)
        let fields = try #require(file["fields"] as? [[String: Any]])
        #expect(fields.contains { $0["name"] as? String == "label" })
    }

    @Test func nothingThereIsSaidWith66And1() throws {
        let missing = try pickpose("pick", "no-such.pcd", "--config", "\(Self.folder)/cell.yaml")
        #expect(missing.status == 66 && missing.stdout.isEmpty)
        #expect(missing.stderr.contains("no-such.pcd"))
        let alone = try pickpose("pick", "\(Self.folder)/box.pcd", "--config", "\(Self.folder)/cell.yaml")
        #expect(alone.status == 1)
    }
}
