import LinearAlgebra
import PointClouds

/// Reads the vertices and faces of an OBJ file. Its normals, texture coordinates, materials and curves are passed over;
/// groups and objects are one mesh.
struct OBJReader: CloudFormatReader {
    private let file: InputFile

    init(file: InputFile, threads: Int) throws(CloudFileError) {
        self.file = file
    }

    func read(cloud number: Int, unit: LengthUnit) throws(CloudFileError) -> FileContent? {
        guard number == 0 else { return nil }
        let content = try content(of: OBJText<Float>(file))
        // Text has no type: what lies far out is read once more as Float64, as in PCD and PLY.
        let candidates = TextWidening.candidates(in: content.columns, unit: unit)
        if candidates.isEmpty { return content }
        return content.widened(by: try self.content(of: OBJText<Double>(file)), at: candidates, unit: unit)
    }

    private func content(of text: OBJText<some TextNumber>) throws(CloudFileError) -> FileContent {
        guard text.vertexCount > 0 else { throw .emptyMesh(path: file.path) }
        var content = FileContent(
            format: .obj, encoding: .ascii, vertices: text.vertices, triangles: text.triangles)
        content.columns += text.colors
        return content
    }
}
