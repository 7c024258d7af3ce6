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

extension PointCloud {
    /// The mesh's vertices, with its triangles as the `face` element that PLY writes.
    public init(_ mesh: TriangleMesh) {
        self.init(positions: mesh.vertices)
        origin = mesh.origin
        var layout = FileLayout(format: .ply)
        layout.positions = ["x", "y", "z"].enumerated().map { PositionField(name: $1, index: $0) }
        layout.elementsAfter = [FileElement(faces: mesh.triangles)]
        self.layout = layout
    }
}

extension FileElement {
    /// Triangles as PLY's element `face`.
    package init(faces triangles: [SIMD3<UInt32>]) {
        let corners = triangles.flatMap {
            [Int32(bitPattern: $0.x), Int32(bitPattern: $0.y), Int32(bitPattern: $0.z)]
        }
        let starts = (0...triangles.count).map { 3 * $0 }
        let indices = Field(
            name: "vertex_indices", list: ListLayout(countType: .uint8, starts: starts), values: .int32(corners))
        self.init(name: "face", rowCount: triangles.count, properties: [indices])
    }
}
