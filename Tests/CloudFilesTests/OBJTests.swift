import CloudFiles
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

/// Wavefront's text meshes, as programs write them.
@Suite struct OBJTests {
    static let square = "v 0 0 0\nv 2 0 0\nv 2 1 0\nv 0 1 0\n"

    private func read(_ text: String, unit: LengthUnit = .meters) throws(CloudFileError) -> CloudFile {
        try cloudFile(Array(text.utf8), name: "part.obj", unit: unit)
    }

    @Test(arguments: [
        ("a polygon is a fan", square + "f 1 2 3 4\n"), ("from the last vertex back", square + "f -4 -3 -2 -1\n"),
        ("texture coordinates", square + "vt 0 0\nf 1/1 2/1 3/1 4/1\n"),
        ("normals", square + "f 1//7 2//7 3//7 4//7\n"),
        (
            "both",
            "mtllib a.mtl\no part\n" + square + "vn 0 0 1\ng side\nusemtl red\ns off\nf 1/1/1 2/1/1 3/1/1 4/1/1\n"
        ),
        ("two triangles", square + "f 1 2 3\nf 1 3 4"), ("faces first", "f 1 2 3 4\n" + square),
        ("CR LF", (square + "f 1 2 3 4\n").replacing("\n", with: "\r\n")),
        ("CR", (square + "f 1 2 3 4\n").replacing("\n", with: "\r")),
        ("continued lines", "v 0 \\\n0 0\n" + square.dropFirst(8) + "f 1 2\\\r\n  3 \\\n\\\n4\n"),
        ("comments", "# made by hand\n\n" + square.replacing("\n", with: " # a corner\n") + "f 1 2 3 4 # f 9 9 9\n"),
        (
            "tabs, blanks and signs",
            square.replacing(" ", with: "\t  ").replacing("2", with: "+2.0e0") + " f  +1\t2 3 4  \n"
        ),
        ("weights", square.replacing(" 0\n", with: " 0 1.0\n") + "f 1 2 3 4\n"),
        ("an old face", square + "fo 1 2 3 4\n"),
    ]) func dialectsAreRead(_ dialect: (name: String, text: String)) throws {
        let file = try read(dialect.text)
        #expect((file.format, file.encoding) == (.obj, .ascii) && file.cloud.fields.isEmpty)
        let mesh = try TriangleMesh(file.cloud, path: "")
        #expect(mesh.vertices.x == [0, 2, 2, 0] && mesh.vertices.y == [0, 0, 1, 1], "\(dialect.name)")
        #expect(mesh.triangles == [SIMD3(0, 1, 2), SIMD3(0, 2, 3)], "\(dialect.name)")
    }

    @Test func verticesTellItWithoutItsName() throws {
        #expect(try cloudFile("# made by hand\n" + Self.square + "f 1 2 3\n").format == .obj)
        #expect(throws: CloudFileError.self) { try cloudFile("v for vertex\n") }
    }

    @Test func facesCountBackFromWhereTheyStand() throws {
        let text = "v 0 0 0\nv 1 0 0\nv 0 1 0\nf -3 -2 -1\nv 0 0 1\nf -4 -3 -1\n"
        #expect(try TriangleMesh(read(text).cloud, path: "").triangles == [SIMD3(0, 1, 2), SIMD3(0, 1, 3)])
    }

    @Test func pointsWithoutFacesAreACloud() throws {
        let file = try read(Self.square)
        #expect(file.cloud.count == 4 && file.cloud.layout?.element("face") == nil)
        #expect(throws: CloudFileError.noFaces(path: "p")) { try TriangleMesh(file.cloud, path: "p") }
    }

    @Test func coloursFollowTheCoordinates() throws {
        let rows = [("1 0 0", "0 0 0"), ("0.5 0.2 1", "0 1 0"), ("0 1 0.1", "1 0 0")]
        for scale in [1.0, 255] {
            let text = rows.map { colour, place in
                let channels = colour.split(separator: " ").map { "\((Double($0) ?? 0) * scale)" }
                return "v \(place) \(channels.joined(separator: " "))\n"
            }.joined()
            let cloud = try read(text + "f 1 2 3\n").cloud
            #expect(cloud.fields.map(\.name) == ["red", "green", "blue"])
            #expect(cloud.fields[0].values == .uint8([255, 128, 0]), "\(scale)")
            #expect(cloud.fields[2].values == .uint8([0, 255, 26]), "\(scale)")
        }
        // Of some vertices only, they are no column.
        #expect(try read("v 0 0 0 1 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n").cloud.fields.isEmpty)
    }

    @Test func farCoordinatesKeepTheirDigits() throws {
        let cloud = try read(
            "v 500000.125 5400000.0625 300.5\nv 500001.001 5400001.002 300\nv 500002 5400000 301\nf 1 2 3\n"
        ).cloud
        #expect(cloud.origin.x == 500_001 && abs(Double(cloud.positions.x[1]) - 0.001) < 1e-6)
        #expect(abs(cloud.origin.y + Double(cloud.positions.y[1]) - 5_400_001.002) < 1e-6)
    }

    @Test func millimetresComeInAsMetres() throws {
        #expect(try read("v 0 0 0\nv 2000 0 0\nv 0 10 0\nf 1 2 3\n", unit: .millimeters).cloud.positions[1].x == 2)
    }

    @Test(arguments: [
        ("", "byte 0: the file is empty"), ("there is nothing here\n", "without triangles or vertices"),
        ("v 0 0 0\nv 1 0\n", "line 2: the line ends where a vertex has a number"),
        ("v 0 0 0\nv 1 0 0,5\n", "line 2: '0,5' is no number of a vertex"),
        (square + "f 1 2 99\n", "line 5: a face names vertex 99, but there are 4"),
        (square + "f 1 2 0\n", "line 5: a face names vertex 0, but there are 4"),
        (square + "f 1 2 -5\n", "line 5: a face names vertex -5, but there are 4"),
        (square + "f 1 2 \\\n 3x\n", "line 6: '3x' is no number of a face"),
        (square + "f 1 2 3.5\n", "line 5: '3.5' is no number of a face"),
        (square + "f 1 2\n", "line 5: a face of 2 corners"), (square + "f\n", "line 5: a face of 0 corners"),
        (square + "f 1 2 99999999999999999999\n", "line 5: '99999999999999999999' is no number of a face"),
        (square + "f 1 2 3 \\", ""),
    ]) func aDamagedFileIsNamedByTheLine(_ damage: (text: String, message: String)) {
        do throws(CloudFileError) {
            let file = try read(damage.text)
            #expect(damage.message.isEmpty && file.cloud.count == 4, "read: \(damage.message)")
        } catch {
            #expect(error.description.contains(damage.message) && !error.description.contains("\n"), "\(error)")
            #expect(error.description.hasPrefix("part.obj: ") && error.kind == .malformed && !damage.message.isEmpty)
        }
    }

    @Test func aTurnedBitIsNoTrap() {
        var bytes = Array((Self.square + "f 1/2/3 2 \\\n -1 4\n").utf8)
        for index in bytes.indices {
            for bit in 0..<8 {
                bytes[index] ^= 1 << bit
                _ = try? cloudFile(bytes, name: "part.obj")
                bytes[index] ^= 1 << bit
            }
        }
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.missing), arguments: ["fandisk", "rocker-arm", "teapot"])
    func realPartsAreRead(part: String) throws {
        let mesh = try TriangleMesh(contentsOf: SharedData.path("parts/\(part).obj"))
        #expect(mesh.triangles.count > 1000)
        #expect(mesh.vertices.indices.allSatisfy { mesh.vertices.isFinite(at: $0) })
    }
}
