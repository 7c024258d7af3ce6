import Foundation
import PickPose
import Testing

@Suite struct SegmentCommandTests {
    private static let table = "\(SampleTests.folder)/table.pcd"
    private static let pick = ["pick", table, "--config", "\(SampleTests.folder)/cell.yaml"]

    @Test func whatIsDroppedIsSaid() throws {
        let run = try pickpose("segment", Self.table, "--minimum-points", "100000000")
        #expect(run.status == 1)
        #expect(
            run.text.contains(/dropped +[0-9]+ groups, [0-9]+ points in all, each of fewer than 100000000 points/),
            "\(run.text)")
    }

    /// Both commands take a scene apart in the same way.
    @Test func pickTakesTheSameSettings() throws {
        let scene = try pickpose("segment", Self.table, "--format", "json", "--minimum-points", "1000000").json()
        #expect((scene["objects"] as? [Any])?.isEmpty == true)
        let plan = try pickpose(Self.pick + ["--format", "json", "--minimum-points", "1000000"])
        #expect(plan.status == 1, "\(plan.stderr)")
        #expect((try plan.json()["objects"] as? [Any])?.isEmpty == true)
        let near = try pickpose(Self.pick + ["--maximum-range", "0.01"])
        #expect(near.status == 1 && near.stderr.contains("give a larger --maximum-range, or none"), "\(near.stderr)")
    }

    @Test func aSceneWithoutPointsSaysSo() throws {
        let folder = try TemporaryFolder()
        for (points, says) in [
            ([], "there are no points"), (["nan 0 0", "0 nan 0"], "none of the 2 points is valid"),
            (["1 2 3"], "of the 1 points only 1 is valid"),
        ] {
            let scan = try folder.file("scan.pcd", PoseCommandTests.pcd(points))
            for command in [["segment", scan], ["pick", scan] + Self.pick.dropFirst(2)] {
                let run = try pickpose(command)
                #expect(run.status == 1 && run.stderr.contains("scan.pcd: \(says)"), "\(command): \(run.stderr)")
            }
        }
    }

    @Test func aScanInMetresReadAsMillimetresIsSaid() throws {
        let run = try pickpose(Self.pick + ["--unit", "mm"])
        #expect(run.stderr.contains(/the cloud is only [0-9.]+ mm wide: is the file in metres/), "\(run.stderr)")
        #expect(!(try pickpose(Self.pick)).stderr.contains("wide"))
    }

    /// A scan in map coordinates is kept relative to an origin of its own; what is printed is not.
    @Test func theSupportOfADistantSceneIsToldInItsOwnCoordinates() throws {
        let folder = try TemporaryFolder()
        let move = try pickpose(
            "transform", "--pose", "matrix:1 0 0 500000  0 1 0 4000000  0 0 1 100", "--cloud",
            "\(SampleTests.folder)/table.pcd", "--output", folder / "far.pcd")
        #expect(move.status == 0, "\(move.stderr)")
        let json = try pickpose("segment", folder / "far.pcd", "--format", "json").json()
        let support = try #require(json["support"] as? [String: Any])
        let offset = try #require(support["offset"] as? Double)
        let normal = try #require(support["normal"] as? [Double])
        #expect(abs(offset - normal[0] * 500_000 - normal[1] * 4_000_000 - normal[2] * 100) < 10)
        let text = try pickpose("segment", folder / "far.pcd").text
        let line = try #require(text.firstMatch(of: /offset (-?[0-9.]+) mm/)).output.1
        #expect(try abs(#require(Double(line)) - offset * 1000) < 0.051, "\(text)")
    }

    /// The scan's coordinates come back to the bit, in whatever unit they are.
    @Test(arguments: [CloudEncoding.binary, .binaryCompressed])
    func theLabelledSceneHasTheCoordinatesOfTheScan(encoding: CloudEncoding) throws {
        let folder = try TemporaryFolder()
        let (scene, labels) = (folder / "scene.pcd", folder / "labels.pcd")
        var scan = try PointCloud(contentsOf: "\(SampleTests.folder)/table.pcd")
        // A measured millimetre isn't a Float32 of metres times 1000.
        scan.positions.x = scan.positions.x.map { $0 * 1000.1 }
        scan.positions.y = scan.positions.y.map { $0 * 1000.1 }
        scan.positions.z = scan.positions.z.map { $0 * 1000.1 }
        try scan.write(to: scene, encoding: encoding)
        let run = try pickpose("segment", scene, "--unit", "mm", "--output", labels)
        #expect(run.status == 0, "\(run.stderr)")
        let labelled = try PointCloud(contentsOf: labels)
        #expect(labelled[field: "label"] != nil)
        for (found, given) in [
            (labelled.positions.x, scan.positions.x), (labelled.positions.y, scan.positions.y),
            (labelled.positions.z, scan.positions.z),
        ] {
            #expect(zip(found, given).count { $0.bitPattern != $1.bitPattern } == 0 && found.count == given.count)
        }
    }
}
