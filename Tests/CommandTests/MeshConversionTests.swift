import Foundation
import PCLBridge
import Testing

@Suite(.enabled(if: PCLEngine().isInstalled, "the PCL helper isn't built here (libpcl-dev, and PICKPOSE_PCL not 0)"))
struct MeshConversionTests {
    @Test func anOBJBecomesAPLYWithItsFaces() throws {
        let folder = try TemporaryFolder()
        let part = try folder.file("part.obj", "v 0 0 0\nv 10 0 0\nv 0 20 0\nv 0 0 30\nf 1 2 3\nf 1 2 4\n")
        let run = try pickpose("convert", part, folder / "part.ply", "--unit", "mm", "--encoding", "ascii")
        #expect(run.status == 0, "\(run.stderr)")
        let text = try String(contentsOfFile: folder / "part.ply", encoding: .utf8)
        #expect(text.contains("element vertex 4") && text.contains("element face 2"))
        #expect(text.contains("0.01 0 0") && text.contains("3 0 1 3"))
    }

    @Test func aMissingMeshIsNoInput() throws {
        let run = try pickpose("convert", "no-such.stl", "out.ply")
        #expect(run.status == 66 && run.stderr.contains("no-such.stl"))
    }
}
