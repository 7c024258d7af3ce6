public import PointClouds

extension CloudFormat {
    /// Triangles of CAD programs, text or binary.
    public static let stl = CloudFormat(rawValue: "stl")
}

extension FileFormat {
    /// Binary files begin with anything at all, some with the word that text begins with: these are told by their name.
    static let stl = FileFormat(
        format: .stl, mark: "a name in .stl, or 'solid' and 'facet'",
        recognizes: { $0.pathExtension == "stl" || STLReader.isText($0.bytes) }, reader: STLReader.self)
}
