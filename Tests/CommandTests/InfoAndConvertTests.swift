import Foundation
import Testing

@Suite struct InfoAndConvertTests {
    static let cloud = """
        VERSION 0.7
        FIELDS intensity x y z
        SIZE 2 4 4 4
        TYPE U F F F
        COUNT 1 1 1 1
        WIDTH 4
        HEIGHT 1
        VIEWPOINT 0 0 0 1 0 0 0
        POINTS 4
        DATA ascii
        1 0.1 2 3
        2 nan nan nan
        3 0 0 0
        4 0.5 2 3

        """

    @Test func infoTellsWhatAFileHolds() throws {
        let folder = try TemporaryFolder()
        let run = try pickpose("info", try folder.file("scan.pcd", Self.cloud), "--format", "json")
        #expect(run.status == 0)
        let json = try run.json()
        #expect(json["schema"] as? String == "pickpose.info/1")
        let file = try #require((json["files"] as? [[String: Any]])?.first)
        #expect(file["points"] as? Int == 4)
        #expect(file["valid_points"] as? Int == 3)
        #expect(file["zero_points"] as? Int == 1)
        #expect(
            (file["fields"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == ["intensity", "x", "y", "z"])
        #expect(((file["bounds"] as? [String: Any])?["max"] as? [Double]) == [0.5, 2, 3])
    }

    @Test func oneBadFileDoesNotHideTheOthers() throws {
        let folder = try TemporaryFolder()
        let run = try pickpose("info", folder / "nowhere.pcd", try folder.file("scan.pcd", Self.cloud))
        #expect(run.status == 66)
        #expect(run.text.contains("4, 3 valid"))
        #expect(run.stderr.contains("nowhere.pcd: no such file"))
        let json = try pickpose("info", folder / "nowhere.pcd", folder / "scan.pcd", "--format", "json").json()
        #expect(json["status"] as? String == "incomplete")
        let files = try #require(json["files"] as? [[String: Any]])
        #expect(files.map { $0["path"] as? String } == [folder / "nowhere.pcd", folder / "scan.pcd"])
        #expect((files[0]["error"] as? String)?.contains("no such file") == true && files[0]["points"] == nil)
        #expect(files[1]["points"] as? Int == 4 && files[1]["error"] == nil)
    }

    @Test func convertThereAndBackChangesNothing() throws {
        let folder = try TemporaryFolder()
        let start = try folder.file("scan.pcd", Self.cloud)
        #expect(try pickpose("convert", start, folder / "b.pcd", "--encoding", "binary_compressed").status == 0)
        #expect(try pickpose("convert", folder / "b.pcd", folder / "c.ply").status == 0)
        #expect(try pickpose("convert", folder / "c.ply", folder / "d.pcd", "--encoding", "ascii").status == 0)
        let text = try String(contentsOfFile: folder / "d.pcd", encoding: .utf8)
        #expect(text.hasSuffix(Self.cloud.split(separator: "DATA ascii").last!))
    }

    @Test func pipesWorkOnBothSides() throws {
        let run = try pickpose("convert", "-", "-", "--to", "ply", "--encoding", "ascii", input: Data(Self.cloud.utf8))
        #expect(run.status == 0 && run.text.hasSuffix("1 0.1 2 3\n2 nan nan nan\n3 0 0 0\n4 0.5 2 3\n"))
    }

    @Test func failuresHaveTheirExitCodes() throws {
        let folder = try TemporaryFolder()
        let good = try folder.file("scan.pcd", Self.cloud)
        let bad = try folder.file("bad.pcd", Self.cloud.replacingOccurrences(of: "0.5 2", with: "0,5 2"))
        for (arguments, status) in [
            (["info", bad], 65), (["info", folder / "none.pcd"], 66), (["info", try folder.file("e.pcd", "")], 65),
            (["convert", good, "/dev/full", "--to", "ply"], 73), (["convert", good, folder / "no/a.pcd"], 73),
            (["convert", good, folder / "a.nonsense"], 64),
            (["convert", good, folder / "a.ply", "--encoding", "binary_compressed"], 64),
        ] {
            let run = try pickpose(arguments)
            #expect(run.status == Int32(status), "\(arguments): \(run.stderr)")
            #expect(run.stdout.isEmpty)
        }
    }
}
