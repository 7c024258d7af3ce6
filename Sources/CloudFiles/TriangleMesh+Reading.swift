public import LinearAlgebra
public import PointClouds

extension TriangleMesh {
    /// Reads an STL, OBJ or PLY file with faces; those of more than three corners become fans of triangles.
    public init(contentsOf path: String, unit: LengthUnit = .meters) throws(CloudFileError) {
        try self.init(PointCloud(contentsOf: path, unit: unit), path: path)
    }

    /// The mesh that a file's faces (the element `face`) make of its points; `path` is for messages.
    public init(_ cloud: PointCloud, path: String) throws(CloudFileError) {
        guard let corners = cloud.faceCorners else { throw .noFaces(path: path) }
        var triangles: [SIMD3<UInt32>] = []
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
        self.init(vertices: cloud.positions, triangles: triangles)
        origin = cloud.origin
    }
}

extension PointCloud {
    /// Whether its file holds faces that make a mesh of its points.
    public var hasFaces: Bool { faceCorners.map { $0.rowCount > 0 } ?? false }

    /// The points that each face names.
    fileprivate var faceCorners: Field? {
        let names = ["vertex_indices", "vertex_index"]
        return layout?.element("face")?.properties.first { names.contains($0.name) && $0.list != nil }
    }
}
