public import PointClouds

extension CloudFormat {
    /// Wavefront's text meshes.
    public static let obj = CloudFormat(rawValue: "obj")
}

extension FileFormat {
    /// Files begin with lines of any kind; without the name, one that is a vertex tells.
    static let obj = FileFormat(
        format: .obj, mark: "a name in .obj, or lines 'v X Y Z'",
        recognizes: { beginning in
            beginning.pathExtension == "obj"
                || beginning.lines.contains { line in
                    let words = line.split(whereSeparator: \.isWhitespace)
                    return words.count >= 4 && words[0] == "v" && words[1...3].allSatisfy { Double($0) != nil }
                }
        },
        reader: OBJReader.self)
}
