import Foundation
import Testing

/// `pickpose align` of more than two clouds, end to end.
@Suite struct AlignManyTests {
    private static let box = "\(SampleTests.folder)/box.pcd"

    /// The box's points, every so many, moved by 2 mm at most and, twice, with a field that the others lack.
    private func scans(in folder: TemporaryFolder) throws -> [String] {
        let moved = folder / "moved.ply"
        let pose = "matrix:1 0 0 0.002  0 1 0 -0.001  0 0 1 0"
        #expect(try pickpose("transform", "--pose", pose, "--cloud", Self.box, "-o", moved).status == 0)
        return [Self.box, moved, Self.box]
    }

    /// One scan is there twice, and one in another format.
    @Test func theMergedCloudHoldsAllPointsInTheFirstScansFrame() throws {
        let folder = try TemporaryFolder()
        let scans = try scans(in: folder)
        let merged = folder / "merged.ply"
        let run = try pickpose(
            ["align"] + scans + ["--no-global", "--output", merged, "--format", "json", "--no-timings"])
        #expect(run.status == 0, "\(run.stderr)")
        let json = try run.json()
        #expect(json["schema"] as? String == "pickpose.align_many/1")
        #expect(json["status"] as? String == "converged")
        #expect(json["frame"] as? String == Self.box)
        let rows = try #require(json["scans"] as? [[String: Any]])
        #expect(rows.map { $0["placed"] as? Bool } == [true, true, true])
        let transform = try #require(rows[1]["transform"] as? [String: Any])
        #expect(transform["from"] as? String == scans[1] && transform["to"] as? String == Self.box)
        let translation = try #require(transform["translation"] as? [Double])
        for (found, exact) in zip(translation, [-0.002, 0.001, 0]) { #expect(abs(found - exact) < 2e-4) }
        let edges = try #require(json["edges"] as? [[String: Any]])
        #expect(edges.map { [$0["to"] as? Int, $0["from"] as? Int] } == [[1, 2], [1, 3], [2, 3]])
        #expect(edges.allSatisfy { $0["status"] as? String == "kept" && $0["weight"] as? Double ?? 0 > 0.3 })

        func file(_ path: String) throws -> [String: Any] {
            let info = try pickpose("info", path, "--format", "json").json()
            return try #require((info["files"] as? [[String: Any]])?.first)
        }
        let (whole, one) = (try file(merged), try file(Self.box))
        let valid = try #require(one["valid_points"] as? Int)
        #expect(whole["points"] as? Int == 3 * valid && whole["valid_points"] as? Int == 3 * valid)
        #expect(whole["height"] as? Int == 1)
        let fields = try #require(whole["fields"] as? [[String: Any]]).compactMap { $0["name"] as? String }
        #expect(fields == ["x", "y", "z", "red", "green", "blue"])
    }

    @Test func aScanThatIsNotPlacedIsNamedWith1() throws {
        let folder = try TemporaryFolder()
        let point = try folder.file("point.pcd", PoseCommandTests.pcd(["1 2 3"]))
        let merged = folder / "merged.pcd"
        let run = try pickpose("align", Self.box, point, Self.box, "--no-global", "--output", merged)
        #expect(run.status == 1)
        #expect(run.text.contains("not placed: \(point)"), "\(run.text)")
        #expect(run.stderr.contains("\(point): not placed; the scan has 1 valid points"), "\(run.stderr)")
        // What is placed is written all the same.
        #expect(try pickpose("info", merged).status == 0)
    }

    @Test func whatMeansNothingForManyIsRefused() throws {
        let three = ["align", Self.box, Self.box, Self.box]
        let cases: [([String], String)] = [
            (["--init", "named:identity"], "--init is about one pose: leave it out, or give two clouds"),
            (["--evaluate"], "--evaluate is about one pose"), (["--lock", "rx"], "--lock is about one pose"),
            (["--engine", "pcl"], "--engine pcl brings two clouds together"),
            (["--output", "a.json"], "--output a.json: the merged cloud goes to a .pcd or .ply file"),
            (["--output", "-"], "--output -: stdout carries the result"),
        ]
        for (options, words) in cases {
            let run = try pickpose(three + options)
            #expect(run.status == 64, "\(options)")
            #expect(run.stderr.contains(words), "\(run.stderr)")
        }
    }
}
