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

    @Test func aPolygonInOBJBecomesAFan() throws {
        let vertices = square.split(separator: "\n").map { "v \($0)\n" }.joined()
        let path = try file("square.obj", Array("# a square\n\(vertices)f 1 2 3 4\n".utf8))
        defer { unlink(path) }
        expectSquare(try engine.mesh(contentsOf: path))
    }

    @Test func millimetresComeInAsMetres() throws {
        let path = try file("millimetres.obj", Array("v 0 0 0\nv 2000 0 0\nv 0 1000 0\nf 1 2 3\n".utf8))
        defer { unlink(path) }
        #expect(try engine.mesh(contentsOf: path, unit: .millimeters).vertices[1] == SIMD3(2, 0, 0))
    }

    @Test func bothKindsOfSTLAreRead() throws {
        let corners: [[SIMD3<Float>]] = [
            [SIMD3(0, 0, 0), SIMD3(2, 0, 0), SIMD3(2, 1, 0)], [SIMD3(0, 0, 0), SIMD3(2, 1, 0), SIMD3(0, 1, 0)],
        ]
        var text = "solid square\n"
        var binary = [UInt8](repeating: 32, count: 80) + [2, 0, 0, 0]
        for triangle in corners {
            text += "facet normal 0 0 1\nouter loop\n"
            for p in triangle { text += "vertex \(p.x) \(p.y) \(p.z)\n" }
            text += "endloop\nendfacet\n"
            for p in [SIMD3<Float>(0, 0, 1)] + triangle {
                for value in [p.x, p.y, p.z] { withUnsafeBytes(of: value.bitPattern.littleEndian) { binary += $0 } }
            }
            binary += [0, 0]
        }
        for (name, bytes) in [("text.stl", Array((text + "endsolid\n").utf8)), ("binary.stl", binary)] {
            let path = try file(name, bytes)
            defer { unlink(path) }
            expectSquare(try engine.mesh(contentsOf: path))
        }
    }

    @Test func polygonsOfVTKAreRead() throws {
        let text =
            "# vtk DataFile Version 3.0\nsquare\nASCII\nDATASET POLYDATA\nPOINTS 4 float\n\(square)"
            + "POLYGONS 1 5\n4 0 1 2 3\n"
        let path = try file("square.vtk", Array(text.utf8))
        defer { unlink(path) }
        expectSquare(try engine.mesh(contentsOf: path))
    }

    @Test(arguments: ["nothing.obj", "nothing.stl", "nothing.vtk", "nothing.xyz"])
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

    @Test(.enabled(if: SharedData.isPresent, SharedData.missing), arguments: ["fandisk", "rocker-arm", "teapot"])
    func realPartsAreRead(part: String) throws {
        let mesh = try engine.mesh(contentsOf: SharedData.path("parts/\(part).obj"))
        #expect(mesh.triangles.count > 1000)
        #expect(mesh.vertices.indices.allSatisfy { mesh.vertices.isFinite(at: $0) })
    }
}
