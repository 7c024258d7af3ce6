import CloudFiles
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

/// Triangles of CAD programs, in text and in binary, as they come.
@Suite struct STLTests {
    /// A tetrahedron: four vertices, each a corner of three triangles.
    static let corners: [SIMD3<Float>] = [SIMD3(0, 0, 0), SIMD3(2, 0, 0), SIMD3(0, 3, 0), SIMD3(0, 0, 0.1)]
    static let faces: [SIMD3<UInt32>] = [SIMD3(0, 2, 1), SIMD3(0, 1, 3), SIMD3(0, 3, 2), SIMD3(1, 2, 3)]

    static let soup = faces.map { [corners[Int($0.x)], corners[Int($0.y)], corners[Int($0.z)]] }

    static func text(_ triangles: [[SIMD3<Float>]] = soup, name: String = "part") -> String {
        let facets = triangles.map { triangle in
            "  facet normal 0 0 0\n    outer loop\n"
                + triangle.map { "      vertex \($0.x) \($0.y) \($0.z)\n" }.joined() + "    endloop\n  endfacet\n"
        }
        return "solid \(name)\n" + facets.joined() + "endsolid \(name)\n"
    }

    static func binary(_ triangles: [[SIMD3<Float>]] = soup, header: String = "", count: Int? = nil) -> [UInt8] {
        var bytes = Array(header.utf8)
        bytes += [UInt8](repeating: 0, count: 80 - bytes.count)
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: count ?? triangles.count).littleEndian) { bytes += $0 }
        for triangle in triangles {
            for number in ([SIMD3(repeating: 0)] + triangle).flatMap({ [$0.x, $0.y, $0.z] }) {
                withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
            }
            bytes += [0x1F, 0x7C]
        }
        return bytes
    }

    private func expectTetrahedron(_ file: CloudFile, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let mesh = try TriangleMesh(file.cloud, path: "test")
        // In the order in which they first come.
        let order = [0, 2, 1, 3]
        #expect(mesh.vertices.indices.map { mesh.vertices[$0] } == order.map { Self.corners[$0] })
        let numbers = mesh.triangles.map { SIMD3(order[Int($0.x)], order[Int($0.y)], order[Int($0.z)]) }
        #expect(numbers == Self.faces.map { SIMD3(Int($0.x), Int($0.y), Int($0.z)) }, sourceLocation: sourceLocation)
    }

    @Test func textAndBinaryAreOneMesh() throws {
        let text = try cloudFile(Array(Self.text().utf8), name: "part.stl")
        let binary = try cloudFile(Self.binary(), name: "part.STL")
        #expect((text.format, text.encoding) == (.stl, .ascii) && (binary.format, binary.encoding) == (.stl, .binary))
        #expect(text.warnings.isEmpty && binary.warnings.isEmpty)
        for file in [text, binary] { try expectTetrahedron(file) }
        #expect(isSame(text.cloud, binary.cloud))
    }

    @Test func textIsKnownWithoutItsName() throws {
        #expect(try cloudFile(Array(Self.text().utf8)).format == .stl)
    }

    @Test(arguments: [
        ("capitals", text().uppercased()), ("CR LF", text().replacing("\n", with: "\r\n")),
        ("CR", text().replacing("\n", with: "\r")),
        (
            "one line",
            "solid\n" + text().split(separator: "\n").dropFirst().dropLast().joined(separator: " ") + "\nendsolid"
        ),
        ("tabs", text().replacing("  ", with: "\t")), ("a name of many words", text(name: "facet normal vertex 1 2")),
        ("no name", text(name: "")), ("NaN normals", text().replacing("normal 0 0 0", with: "normal nan -nan inf")),
        ("two solids", text(Array(soup[..<2]), name: "a") + text(Array(soup[2...]), name: "b")),
    ]) func dialectsOfTextAreRead(_ dialect: (name: String, text: String)) throws {
        let file = try cloudFile(Array(dialect.text.utf8), name: "part.stl")
        try expectTetrahedron(file)
        #expect(file.warnings.isEmpty, "\(dialect.name)")
    }

    @Test func aBinaryFileMayBeginAsTextDoes() throws {
        for header in ["solid part", "solid facet normal endsolid", "COLOR=\u{1}\u{2}\u{3}\u{4}", "VERSION?"] {
            try expectTetrahedron(try cloudFile(Self.binary(header: header), name: "part.stl"))
        }
    }

    @Test(arguments: [0, 0xFFFF_FFFF, 3]) func aWrongCountIsTheSizesAndSaid(count: Int) throws {
        let file = try cloudFile(Self.binary(count: count), name: "part.stl")
        try expectTetrahedron(file)
        #expect(file.warnings == [.triangleCount(promised: count, held: 4)])
    }

    @Test func moreTrianglesThanThereAreIsACutFile() {
        let size = 84 + 4 * 50
        #expect(
            throws: CloudFileError.truncated(
                path: "part.stl", size: size, promised: size + 50, what: "5 triangles")
        ) { try cloudFile(Self.binary(count: 5), name: "part.stl") }
    }

    @Test func whatStandsBehindTheTrianglesIsPassedOver() throws {
        let said = try cloudFile(Self.binary() + Array("made by hand".utf8), name: "part.stl")
        #expect(said.warnings == [.bytesBehindTriangles(12)])
        // Zeros only fill, also where they would make triangles.
        let filled = try cloudFile(Self.binary() + [UInt8](repeating: 0, count: 100), name: "part.stl")
        #expect(filled.warnings.isEmpty)
        for file in [said, filled] { try expectTetrahedron(file) }
    }

    @Test func onlyEqualCornersAreOneVertex() throws {
        let near = Float(2).nextUp
        let triangles: [[SIMD3<Float>]] = [
            [SIMD3(0, 0, 0), SIMD3(2, 0, 0), SIMD3(0, 1, 0)],
            [SIMD3(-0.0, 0, 0), SIMD3(near, 0, 0), SIMD3(0, 0, 1)],
            // No surface hangs on two places.
            [SIMD3(5, 5, 5), SIMD3(5, 5, 5), SIMD3(0, 0, 0)],
        ]
        let cloud = try cloudFile(Self.binary(triangles), name: "part.stl").cloud
        #expect(cloud.positions.x == [0, 2, 0, near, 0, 5])
        #expect(try TriangleMesh(cloud, path: "").triangles == [SIMD3(0, 1, 2), SIMD3(0, 3, 4)])
    }

    /// As many vertices as a grid has, found again whatever the table's size.
    @Test func aGridOfManyTrianglesHasItsVertices() throws {
        let side = 60
        func corner(_ i: Int, _ j: Int) -> SIMD3<Float> { SIMD3(Float(i) / 7, Float(j) / 3, Float(i * j) / 100) }
        var triangles: [[SIMD3<Float>]] = []
        for i in 0..<side {
            for j in 0..<side {
                triangles.append([corner(i, j), corner(i + 1, j), corner(i, j + 1)])
                triangles.append([corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)])
            }
        }
        let cloud = try cloudFile(Self.binary(triangles), name: "part.stl").cloud
        #expect(cloud.count == (side + 1) * (side + 1))
        let mesh = try TriangleMesh(cloud, path: "")
        for (numbers, corners) in zip(mesh.triangles, triangles) {
            #expect([numbers.x, numbers.y, numbers.z].map { mesh.vertices[Int($0)] } == corners)
        }
    }

    @Test func millimetresComeInAsMetres() throws {
        let file = try cloudFile(Self.binary(), name: "part.stl", unit: .millimeters)
        #expect(file.cloud.positions.x == [0, 0, 0.002, 0])
        #expect(file.cloud.positions.z[3] == Float(Double(Float(0.1)) / 1000))
    }

    @Test func aTextWithoutAnEndIsDoubted() throws {
        let text = Self.text().replacing("endsolid part\n", with: "")
        #expect(try cloudFile(Array(text.utf8), name: "part.stl").warnings == [.noEndOfSolid])
    }

    @Test(arguments: [
        ("vertex 2.0 0.0 0.0", "vertex 2.0 zero 0.0", "line 6: 'zero' is no number of a vertex"),
        ("vertex 2.0 0.0 0.0", "vertex 2.0 0.0", "line 6: the line ends where a vertex has a number"),
        ("      vertex 2.0 0.0 0.0\n", "", "line 6: a face of 2 corners"),
        ("outer loop", "outer ring", "line 3: 'ring' stands where no such word belongs"),
        ("endfacet", "endfaces", "line 8: 'endfaces' stands where"),
    ]) func aDamagedTextIsNamedByTheLine(_ damage: (from: String, to: String, message: String)) {
        let text = Self.text().replacing(damage.from, with: damage.to, maxReplacements: 1)
        expectRefused(Array(text.utf8), saying: damage.message)
    }

    @Test func whatIsNoMeshIsRefused() {
        expectRefused(Array(Self.text([]).utf8), saying: "a mesh without triangles")
        expectRefused(Self.binary([]), saying: "a mesh without triangles")
        expectRefused(
            Array("there is nothing here\n".utf8), saying: "byte 22: the file ends here, but the header of a binary STL"
        )
        let cut = Self.text()
        expectRefused(Array(cut[..<cut.firstRange(of: "endloop")!.lowerBound].utf8), saying: "ends within a triangle")
    }

    private func expectRefused(_ bytes: [UInt8], saying message: String) {
        do throws(CloudFileError) {
            _ = try cloudFile(bytes, name: "part.stl")
            Issue.record("read: \(message)")
        } catch {
            #expect(error.description.contains(message) && !error.description.contains("\n"), "\(error)")
            #expect(error.description.hasPrefix("part.stl: ") && error.kind == .malformed)
        }
    }
}
