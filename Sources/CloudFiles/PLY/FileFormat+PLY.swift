import PointClouds

extension FileFormat {
    /// The Polygon File Format, version 1.0.
    static let ply = FileFormat(
        format: .ply, mark: "'ply'", recognizes: { FileBeginning.word(of: $0.lines.first) == "ply" },
        reader: PLYReader.self, writer: PLYWriter.self)
}
