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
