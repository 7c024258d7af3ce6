import Foundation
import PCLBridge
import Testing

/// Meshes as CAD programs write them; those of VTK are read by PCL.
@Suite struct MeshInputTests {
    @Test func anOBJBecomesAPLYWithItsFaces() throws {
        let folder = try TemporaryFolder()
        let part = try folder.file("part.obj", "v 0 0 0\nv 10 0 0\nv 0 20 0\nv 0 0 30\nf 1 2 3\nf 1 2 4\n")
        let run = try pickpose("convert", part, folder / "part.ply", "--unit", "mm", "--encoding", "ascii")
        #expect(run.status == 0, "\(run.stderr)")
        let text = try String(contentsOfFile: folder / "part.ply", encoding: .utf8)
        #expect(text.contains("element vertex 4") && text.contains("element face 2"))
        #expect(text.contains("0.01 0 0") && text.contains("3 0 1 3"))
    }

    @Test func infoTellsVerticesAndFaces() throws {
        let folder = try TemporaryFolder()
        let part = try folder.file("part.obj", "v 0 0 0\nv 10 0 0\nv 0 20 0\nv 0 0 30\nf 1 2 3\nf 1 2 4\n")
        let run = try pickpose("info", part)
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.text.contains("format     obj\n") && run.text.contains("4, 4 valid"))
        #expect(run.text.contains("2 rows of face"))
    }

    /// A box of twelve triangles has its centre and its sides, not those of its eight corners.
    @Test func aPartsPoseIsThatOfItsSurface() throws {
        let folder = try TemporaryFolder()
        let corners = (0..<8).map { "v \($0 & 1 == 0 ? 0 : 60) \($0 & 2 == 0 ? 0 : 40) \($0 & 4 == 0 ? 0 : 20)\n" }
        let faces = "f 1 3 4 2\nf 5 6 8 7\nf 1 2 6 5\nf 3 7 8 4\nf 1 5 7 3\nf 2 4 8 6\n"
        let part = try folder.file("part.obj", corners.joined() + faces)
        let run = try pickpose("pose", part, "--unit", "mm", "--format", "json")
        #expect(run.status == 0, "\(run.stderr)")
        let object = try #require(try run.json()["object"] as? [String: Any])
        #expect(object["points"] as? Int == 20_000)
        let extents = try #require(object["extents"] as? [Double])
        for (extent, side) in zip(extents, [0.06, 0.04, 0.02]) { #expect(abs(extent - side) < 0.0005) }
    }

    /// A mesh is a surface whatever its file; its vertices count only where they are asked for.
    @Test func aPLYWithFacesIsTheSurfaceThatItsOBJIs() throws {
        let folder = try TemporaryFolder()
        // An L, whose vertices have another centre than its surface.
        let outline = [(0, 0), (60, 0), (60, 10), (10, 10), (10, 40), (0, 40)]
        let corners = [0, 15].flatMap { z in outline.map { "v \($0.0) \($0.1) \(z)\n" } }
        let sides = (0..<6).map { "f \($0 + 1) \(($0 + 1) % 6 + 1) \(($0 + 1) % 6 + 7) \($0 + 7)\n" }
        let caps = "f 1 4 3 2\nf 1 6 5 4\nf 7 8 9 10\nf 7 10 11 12\n"
        let obj = try folder.file("part.OBJ", corners.joined() + sides.joined() + caps)
        #expect(try pickpose("convert", obj, folder / "part.PLY", "--unit", "mm").status == 0)
        let fromOBJ = try pickpose("pose", obj, "--unit", "mm", "--format", "json")
        let fromPLY = try pickpose("pose", folder / "part.PLY", "--format", "json")
        func object(_ run: CommandLineRun) throws -> [String: Any] {
            try #require(try run.json()["object"] as? [String: Any])
        }
        let (first, second) = (try object(fromOBJ), try object(fromPLY))
        #expect(second["points"] as? Int == 20_000 && NSDictionary(dictionary: first).isEqual(to: second))
        let vertices = try pickpose("pose", folder / "part.PLY", "--vertices", "--format", "json")
        #expect(try object(vertices)["points"] as? Int == 12)
        #expect(vertices.stderr.contains("part.PLY: a mesh, of which only the 12 vertices are taken"))
        // Both are one surface for align, too.
        let aligned = try pickpose("align", obj, folder / "part.PLY", "--evaluate", "--format", "json")
        #expect([0, 1].contains(aligned.status), "\(aligned.stderr)")
        // A scene as it was scanned keeps its points.
        #expect(try pickpose("segment", folder / "part.PLY", "--format", "json").status == 1)
    }

    /// Damaged data end in one line that names the file, and nothing is written.
    @Test(arguments: [
        ("faces.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1/9/9 2/9 3//7\nf 1\nf\nf x y z\n", "line 5: a face of 1 corners"),
        ("index.OBJ", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 99\n", "line 4: a face names vertex 99, but there are 3"),
        (
            "cut.stl", String(repeating: " ", count: 80) + "\u{5}\0\0\0" + String(repeating: "\0", count: 120),
            "byte 204: the file ends here, but 5 triangles need 334 bytes"
        ),
        ("empty.obj", "", "the file is empty"),
    ]) func aDamagedMeshIsMalformed(name: String, text: String, message: String) throws {
        let folder = try TemporaryFolder()
        let mesh = try folder.file(name, text)
        let run = try pickpose("convert", mesh, folder / "out.ply")
        #expect(run.status == 65 && run.stdout.isEmpty, "\(run.stderr)")
        #expect(run.stderr.hasPrefix("pickpose: error: \(mesh): ") && run.stderr.contains(message), "\(run.stderr)")
        #expect(run.stderr.split(separator: "\n").count == 1, "\(run.stderr)")
        #expect(!FileManager.default.fileExists(atPath: folder / "out.ply"))
    }

    /// What PCL crashes on, reads zeros from or allocates for ever is malformed data too.
    @Test(
        .enabled(if: PCLEngine().isInstalled, "the PCL helper isn't built here (libpcl-dev, and PICKPOSE_PCL not 0)"),
        arguments: [
            ("cut.vtk", "POINTS 3 float\n0 0 0 1 0 0 0 1 0\nPOLYGONS 1 4\n3 0"),
            ("few.VTK", "POINTS 999 float\n0 0"),
            ("huge.vtk", "POINTS 3 float\n0 0 0 1 0 0 0 1 0\nPOLYGONS 1000000000 4000000000\n3 0 1 2\n"),
        ])
    func aDamagedMeshOfVTKIsMalformed(name: String, text: String) throws {
        let folder = try TemporaryFolder()
        let mesh = try folder.file(name, "# vtk DataFile Version 3.0\nx\nASCII\nDATASET POLYDATA\n" + text)
        let run = try pickpose("convert", mesh, folder / "out.ply")
        #expect(run.status == 65, "\(run.stderr)")
        #expect(run.stdout.isEmpty && run.stderr.split(separator: "\n").count == 1, "\(run.stderr)")
        #expect(run.stderr.contains("error: PCL's reading of the mesh \(mesh) "), "\(run.stderr)")
        #expect(run.stderr.contains("repair the mesh") && !run.stderr.contains("--engine"), "\(run.stderr)")
        #expect(!FileManager.default.fileExists(atPath: folder / "out.ply"))
    }

    @Test func aMissingMeshIsNoInput() throws {
        let run = try pickpose("convert", "no-such.stl", "out.ply")
        #expect(run.status == 66 && run.stderr.contains("no-such.stl"))
    }
}
