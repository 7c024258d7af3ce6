public import LinearAlgebra

/// A surface of triangles.
public struct TriangleMesh: Sendable {
    /// Metres, relative to ``origin``.
    public var vertices: Coordinates
    /// What is added to ``vertices`` to get the file's coordinates, in metres.
    public var origin: Vector3 = .zero
    /// Three vertices a triangle, counterclockwise seen from outside.
    public var triangles: [SIMD3<UInt32>]

    /// - Precondition: the triangles name vertices that there are.
    public init(vertices: Coordinates, triangles: [SIMD3<UInt32>]) {
        (self.vertices, self.triangles) = (vertices, triangles)
    }
}

extension TriangleMesh {
    /// Reads a PLY file with faces; those of more than three corners become fans of triangles.
    public init(contentsOf path: String, unit: LengthUnit = .meters) throws(CloudFileError) {
        try self.init(PointCloud(contentsOf: path, unit: unit), path: path)
    }

    /// The mesh that a PLY file's faces make of its points; `path` is for messages.
    public init(_ cloud: PointCloud, path: String) throws(CloudFileError) {
        let names = ["vertex_indices", "vertex_index"]
        let corners = cloud.layout?.element("face")?.properties.first { names.contains($0.name) && $0.list != nil }
        guard let corners else { throw .noFaces(path: path) }
        triangles = []
        triangles.reserveCapacity(corners.rowCount)
        for face in 0..<corners.rowCount {
            let range = corners.valueRange(ofRow: face)
            for index in range {
                let vertex = corners.values[index]
                guard vertex >= 0, vertex < Double(cloud.count), vertex.rounded() == vertex else {
                    throw .faceIndex(
                        path: path, face: face, index: Int(exactly: vertex.rounded()) ?? -1, points: cloud.count)
                }
            }
            guard range.count >= 3 else { continue }
            func corner(_ index: Int) -> UInt32 { UInt32(corners.values[range.lowerBound + index]) }
            for index in 2..<range.count {
                triangles.append(SIMD3(corner(0), corner(index - 1), corner(index)))
            }
        }
        (vertices, origin) = (cloud.positions, cloud.origin)
    }
}

extension PointCloud {
    /// The mesh's vertices, with its triangles as the `face` element that PLY writes.
    public init(_ mesh: TriangleMesh) {
        self.init(positions: mesh.vertices)
        origin = mesh.origin
        let corners = mesh.triangles.flatMap {
            [Int32(bitPattern: $0.x), Int32(bitPattern: $0.y), Int32(bitPattern: $0.z)]
        }
        let starts = (0...mesh.triangles.count).map { 3 * $0 }
        let faces = Field(
            name: "vertex_indices", list: ListLayout(countType: .uint8, starts: starts), values: .int32(corners))
        var layout = FileLayout(format: .ply)
        layout.positions = ["x", "y", "z"].enumerated().map { PositionField(name: $1, index: $0) }
        layout.elementsAfter = [FileElement(name: "face", rowCount: mesh.triangles.count, properties: [faces])]
        self.layout = layout
    }
}
