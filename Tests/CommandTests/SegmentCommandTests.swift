import Foundation
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
}
