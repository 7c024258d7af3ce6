import Foundation
import PickPose
import Testing

@Suite struct SegmentCommandTests {
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
