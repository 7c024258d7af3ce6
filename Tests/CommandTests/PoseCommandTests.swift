import Foundation
import Testing

@Suite struct PoseCommandTests {
    static func pcd(_ rows: [String], viewpoint: String = "0 0 2 1 0 0 0") -> String {
        """
        # .PCD v0.7
        VERSION 0.7
        FIELDS x y z
        SIZE 4 4 4
        TYPE F F F
        COUNT 1 1 1
        WIDTH \(rows.count)
        HEIGHT 1
        VIEWPOINT \(viewpoint)
        POINTS \(rows.count)
        DATA ascii

        """ + rows.map { $0 + "\n" }.joined()
    }

    /// A plate of 0.8 × 0.3 m, thicker at one end.
    static let plate: [String] = (0..<9).flatMap { i in
        (0..<4).flatMap { j in
            (0..<(i > 5 ? 3 : 1)).map { k in "\(Double(i) / 10) \(Double(j) / 10) \(Double(k) / 100)" }
        }
    }

    func object(_ run: CommandLineRun) throws -> [String: Any] {
        try #require(try run.json()["object"] as? [String: Any])
    }

    @Test func poseOfAPlateAsJSON() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("plate.pcd", Self.pcd(Self.plate))
        let run = try pickpose("pose", file, "--format", "json", "--no-timings")
        #expect(run.status == 0 && run.stderr.isEmpty)
        let json = try run.json()
        #expect(json["schema"] as? String == "pickpose.pose/1" && json["status"] as? String == "ok")
        #expect(json["timings_ms"] == nil)
        let object = try object(run)
        #expect(object["points"] as? Int == Self.plate.count)
        #expect(object["ambiguous_axes"] as? [String] == [])
        let pose = try #require(object["pose"] as? [String: Any])
        let matrix = try #require(pose["matrix"] as? [[Double]])
        #expect(matrix[2][2] > 0.9, "z towards the viewpoint")
        #expect(matrix[0][0] < -0.9, "x to the side with the longer tail")
        for threads in ["1", "2"] {
            let again = try pickpose("pose", file, "--format", "json", "--no-timings", "--threads", threads)
            #expect(again.stdout == run.stdout)
        }
        let piped = try pickpose(
            ["pose", "-", "--format", "json", "--no-timings"], input: Data(Self.pcd(Self.plate).utf8))
        #expect(piped.stdout == run.stdout)
    }

    @Test func poseOfAPlateForPeople() throws {
        let folder = try TemporaryFolder()
        let run = try pickpose("pose", try folder.file("plate.pcd", Self.pcd(Self.plate)))
        #expect(run.status == 0)
        try expectSnapshot(run.text, "pose.txt")
    }

    @Test func millimetresAreTakenAtTheirWord() throws {
        let folder = try TemporaryFolder()
        let rows = Self.plate.map { row in
            row.split(separator: " ").map { "\((Double($0)! * 1000).rounded())" }.joined(separator: " ")
        }
        let file = try folder.file("mm.pcd", Self.pcd(rows, viewpoint: "0 0 2000 1 0 0 0"))
        let extents = try object(try pickpose("pose", file, "--unit", "mm", "--format", "json"))["extents"]
        let lengths = try #require(extents as? [Double])
        #expect(abs(lengths[0] - 0.8) < 0.02 && abs(lengths[1] - 0.3) < 0.02)
        #expect(try pickpose("pose", file).stderr.contains("--unit mm"))
    }

    @Test func onePointIsAnObjectWithoutAxes() throws {
        let folder = try TemporaryFolder()
        let run = try pickpose("pose", try folder.file("one.pcd", Self.pcd(["1 2 1"])), "--format", "json")
        #expect(run.status == 0)
        let object = try object(run)
        #expect(object["ambiguous_axes"] as? [String] == ["x", "y", "z"])
        #expect(object["symmetry"] as? String == "spherical")
        #expect(object["extents"] as? [Double] == [0, 0, 0])
    }

    @Test(arguments: [[], ["nan nan nan", "nan 0 0"]]) func withoutAValidPointNothingIsFound(rows: [String]) throws {
        let folder = try TemporaryFolder()
        let run = try pickpose("pose", try folder.file("none.pcd", Self.pcd(rows)), "--format", "json")
        #expect(run.status == 1)
        #expect(try run.json()["status"] as? String == "nothing_found")
        #expect(run.stderr.contains("none.pcd") && run.stderr.contains("at least one"))
    }

    @Test func aReferenceTurnsAnAmbiguousSign() throws {
        let folder = try TemporaryFolder()
        // Symmetric end to end: x may point either way.
        let rows = (0..<9).flatMap { i in (0..<4).map { "\(Double(i) / 10) \(Double($0) / 10) 0" } }
        let file = try folder.file("flat.pcd", Self.pcd(rows))
        for (reference, side) in [("0 0 0 1", 1.0), ("0 0 1 0", -1.0)] {
            let run = try pickpose(
                "pose", file, "--reference", "quaternion_xyzw:0 0 0 \(reference)", "--format", "json")
            let pose = try #require(try object(run)["pose"] as? [String: Any])
            let matrix = try #require(pose["matrix"] as? [[Double]])
            #expect(abs(matrix[0][0] - side) < 1e-9 && abs(matrix[2][2] - 1) < 1e-9)
        }
        let wrong = try pickpose("pose", file, "--reference", "1 2 3")
        #expect(wrong.status == 64 && wrong.stderr.contains("--reference"))
    }

    @Test func badFilesAreNamedWithTheirExitCodes() throws {
        let folder = try TemporaryFolder()
        let missing = try pickpose("pose", folder / "nowhere.pcd")
        #expect(missing.status == 66 && missing.stderr.contains("nowhere.pcd") && missing.stdout.isEmpty)
        let text = try pickpose("pose", try folder.file("notes.txt", "hello\n"))
        #expect(text.status == 65 && text.stderr.contains("notes.txt"))
    }

    /// Zeros for what a camera didn't measure would make the box reach to the sensor.
    @Test func zerosInPlaceOfPointsAreLeftOutAndSaid() throws {
        let folder = try TemporaryFolder()
        let rows = (0..<40).flatMap { i in (0..<10).map { "\(1 + Double(i) / 100) \(Double($0) / 100) 2" } }
        let file = try folder.file("zeros.pcd", Self.pcd(rows + Array(repeating: "0 0 0", count: 300)))
        let run = try pickpose("pose", file, "--format", "json")
        let object = try object(run)
        #expect(object["points"] as? Int == 400 && object["invalid_points"] as? Int == 300)
        let extents = try #require(object["extents"] as? [Double])
        #expect(abs(extents[0] - 0.39) < 1e-6)
        #expect(run.stderr.contains("300 points at exactly 0 0 0"))
    }
}
