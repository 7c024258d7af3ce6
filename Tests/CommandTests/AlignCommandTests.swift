import Foundation
import Testing

@Suite struct AlignCommandTests {
    private static let box = "\(SampleTests.folder)/box.pcd"

    /// The members that the contract promises, believed or not.
    private static let members: Set<String> = [
        "transform", "method", "iterations", "overlap", "inlier_distance", "inlier_rmse", "margin", "covariance",
        "degenerate_directions", "centroid_shift", "runner_ups", "reasons",
    ]

    @Test func autoIsAMethodAndTheDefault() throws {
        let arguments = ["align", Self.box, Self.box, "--no-global", "--format", "json", "--no-timings"]
        let run = try pickpose(arguments + ["--method", "auto"])
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try pickpose(arguments).stdout == run.stdout)
        let json = try run.json()
        #expect(Self.members.isSubset(of: json.keys), "\(Self.members.subtracting(json.keys))")
    }

    @Test func cloudsThatCanNotBeAlignedHaveTheSameMembers() throws {
        let folder = try TemporaryFolder()
        let point = try folder.file("point.pcd", PoseCommandTests.pcd(["1 2 3"]))
        let run = try pickpose("align", point, Self.box, "--format", "json")
        #expect(run.status == 1)
        let json = try run.json()
        #expect(json["status"] as? String == "not_converged")
        #expect(Self.members.isSubset(of: json.keys), "\(Self.members.subtracting(json.keys))")
        #expect(json["transform"] is NSNull)
        #expect((json["reasons"] as? [String])?.first?.contains("1 valid points") == true)
    }

    /// A fog of points some metres across: the box lies "on" it wherever it is put.
    @Test func whatMeansNothingIsNull() throws {
        let folder = try TemporaryFolder()
        let points = (0..<600).map { i in
            [0.754877666, 0.569840291, 0.362015].map { "\((Double(i) * $0).truncatingRemainder(dividingBy: 1) * 4)" }
                .joined(separator: " ")
        }
        let fog = try folder.file("fog.pcd", PoseCommandTests.pcd(points))
        let json = try pickpose("align", Self.box, fog, "--format", "json")
        #expect(json.status == 1, "\(json.stdout)")
        for name in ["margin", "inlier_rmse", "covariance"] {
            #expect(try json.json()[name] is NSNull, "\(name): \(json.stdout)")
        }
        let text = try pickpose("align", Self.box, fog)
        #expect(!String(decoding: text.stdout, as: UTF8.self).contains("margin"))
        #expect(!String(decoding: text.stdout, as: UTF8.self).contains("rmse"))
    }

    @Test func anEvaluationGivesThePoseBack() throws {
        let pose = "matrix:1 0 0 0.05  0 1 0 0  0 0 1 0"
        let run = try pickpose("align", Self.box, Self.box, "--evaluate", "--init", pose, "--format", "json")
        let transform = try run.json()["transform"] as? [String: Any]
        #expect(transform?["translation"] as? [Double] == [0.05, 0, 0], "\(run.stdout) \(run.stderr)")
    }

    @Test func anUnknownLockIsRefused() throws {
        let run = try pickpose("align", Self.box, Self.box, "--lock", "rx,up")
        #expect(run.status == 64)
        #expect(run.stderr.contains("--lock rx,up: give some of rx,ry,rz,tx,ty,tz"), "\(run.stderr)")
        // As an unset variable of a script gives it.
        let empty = try pickpose("align", Self.box, Self.box, "--lock", "")
        #expect(empty.status == 64 && empty.stderr.contains("--lock '' names no motion"), "\(empty.stderr)")
    }

    /// A round can, seen all around: it may stand turned by any angle.
    private static func can(in folder: TemporaryFolder) throws -> String {
        let points = (0..<4000).map { i in
            let (angle, height) = (Double(i) * 2.399963, Double(i) / 4000 * 0.12)
            return "\(0.03 * cos(angle)) \(0.03 * sin(angle)) \(height)"
        }
        return try folder.file("can.pcd", PoseCommandTests.pcd(points))
    }

    @Test func anAmbiguousPoseMovesNoCloud() throws {
        let folder = try TemporaryFolder()
        let can = try Self.can(in: folder)
        let result = try pickpose("align", can, can, "--format", "json")
        #expect(try result.json()["status"] as? String == "ambiguous", "\(result.text)")
        #expect(result.status == 0, "\(result.stderr)")

        let moved = folder / "moved.ply"
        let refused = try pickpose("align", can, can, "--output", moved)
        #expect(refused.status == 1)
        #expect(refused.stderr.contains("moved.ply: not written, since the pose is ambiguous\n"), "\(refused.stderr)")
        #expect(!FileManager.default.fileExists(atPath: moved))
        _ = try folder.file("moved.ply", "older")
        let again = try pickpose("align", can, can, "--output", moved)
        #expect(again.stderr.contains("since the pose is ambiguous; the file there is an older one"), "\(again.stderr)")
        #expect(try String(contentsOfFile: moved, encoding: .utf8) == "older")

        // The reasons stand in the text, so stderr doesn't repeat them.
        let reasons = try #require(try result.json()["reasons"] as? [String])
        #expect(!reasons.isEmpty)
        for reason in reasons {
            #expect(again.text.contains(reason) && !again.stderr.contains(reason), "\(again.stderr)")
            #expect(result.stderr.contains(reason), "\(result.stderr)")
        }
        #expect(!again.text.contains("margin") && again.text.contains("translation in m"), "\(again.text)")
    }

    @Test func whatAlignCouldNotDoIsRefused() throws {
        let stdin = try Data(contentsOf: URL(filePath: Self.box))
        let one = try pickpose("align", "-", "-", input: stdin)
        #expect(one.status == 64 && one.stderr.contains("stdin holds one cloud"), "\(one.stderr)")
        let many = try pickpose("align", "-", Self.box, "-", input: stdin)
        #expect(many.status == 64 && many.stderr.contains("stdin holds one cloud"), "\(many.stderr)")
        let coarse = try pickpose("align", Self.box, Self.box, "--voxel", "1000")
        #expect(coarse.status == 64 && coarse.stderr.contains("--voxel 1000.0: "), "\(coarse.stderr)")
        #expect(coarse.stderr.contains("m across; give metres below that"), "\(coarse.stderr)")
        let still = try pickpose("align", Self.box, Self.box, "--evaluate", "--lock", "rx")
        #expect(still.status == 64 && still.stderr.contains("--evaluate makes none"), "\(still.stderr)")
    }

    @Test func theMovedCloudGoesToACloudsFileAndTheResultToAnyOther() throws {
        let folder = try TemporaryFolder()
        let pose = "matrix:1 0 0 5  0 1 0 0  0 0 1 0"
        let arguments = ["align", Self.box, Self.box, "--evaluate", "--format", "json", "--init"]
        let moved = folder / "moved.ply"
        // A pose that isn't borne out moves nothing.
        let refused = try pickpose(arguments + [pose, "--output", moved])
        #expect(refused.status == 1)
        #expect(refused.stderr.contains("not written, since the pose is not believed"), "\(refused.stderr)")
        #expect(!FileManager.default.fileExists(atPath: moved))

        let identity = "matrix:1 0 0 0  0 1 0 0  0 0 1 0"
        let written = try pickpose(arguments + [identity, "--output", moved])
        #expect(written.status == 0, "\(written.stderr)")
        #expect(try written.json()["transform"] != nil, "the result stays on stdout")
        let count = { (path: String) in try pickpose("info", path, "--format", "json").json()["points"] as? Int }
        #expect(try count(moved) == count(Self.box))

        let result = folder / "result.json"
        let other = try pickpose(arguments + [identity, "--output", result])
        #expect(other.stdout.isEmpty)
        #expect(try Data(contentsOf: URL(filePath: result)).first == UInt8(ascii: "{"))
    }
}
