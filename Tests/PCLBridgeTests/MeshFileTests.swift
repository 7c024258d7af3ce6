import CloudFiles
import Glibc
import LinearAlgebra
import PCLBridge
import PointClouds
import TestSupport
import Testing

private let engine = PCLEngine()

@Suite(.enabled(if: engine.isInstalled, "the PCL helper isn't built here (libpcl-dev, and PICKPOSE_PCL not 0)"))
struct MeshFileTests {
    private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = "/tmp/pickpose-mesh-\(getpid())-\(name)"
        let file = try #require(fopen(path, "wb"))
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        return path
    }

    private let square = "0 0 0\n2 0 0\n2 1 0\n0 1 0\n"

    private func expectSquare(_ mesh: TriangleMesh, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(mesh.triangles.count == 2, sourceLocation: sourceLocation)
        let area = mesh.triangles.reduce(Float(0)) { sum, triangle in
            let (a, b, c) = (
                mesh.vertices[Int(triangle.x)], mesh.vertices[Int(triangle.y)], mesh.vertices[Int(triangle.z)]
            )
            return sum + ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / 2
        }
        #expect(abs(area - 2) < 1e-6, "counterclockwise, and whole", sourceLocation: sourceLocation)
    }

    @Test func polygonsOfVTKAreRead() throws {
        let text =
            "# vtk DataFile Version 3.0\nsquare\nASCII\nDATASET POLYDATA\nPOINTS 4 float\n\(square)"
            + "POLYGONS 1 5\n4 0 1 2 3\n"
        let path = try file("square.vtk", Array(text.utf8))
        defer { unlink(path) }
        expectSquare(try engine.mesh(contentsOf: path))
    }

    @Test func millimetresComeInAsMetres() throws {
        let text =
            "# vtk DataFile Version 3.0\npart\nASCII\nDATASET POLYDATA\nPOINTS 3 float\n0 0 0 2000 0 0 0 1000 0\n"
            + "POLYGONS 1 4\n3 0 1 2\n"
        let path = try file("millimetres.VTK", Array(text.utf8))
        defer { unlink(path) }
        #expect(try engine.mesh(contentsOf: path, unit: .millimeters).vertices[1] == SIMD3(2, 0, 0))
    }

    @Test(arguments: ["nothing.vtk", "nothing.nonsense"])
    func aFileWithoutAMeshIsNamed(name: String) throws {
        let path = try file(name, Array("there is nothing here\n".utf8))
        defer { unlink(path) }
        do {
            _ = try engine.mesh(contentsOf: path)
            Issue.record("it was read")
        } catch {
            #expect("\(error)".contains(path), "\(error)")
        }
    }
}
