import PointClouds

extension CloudFormat {
    /// Told from the first bytes, not from the name.
    init(of file: InputFile) throws(CloudFileError) {
        let bytes = try file.bytes(at: 0, count: file.load(upTo: 1 << 12))
        guard !bytes.isEmpty else { throw .empty(path: file.path) }
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split { $0.isNewline }.filter { !$0.allSatisfy(\.isWhitespace) }
        let firstLine = lines.first ?? ""
        func word(of line: Substring) -> Substring { line.split(whereSeparator: \.isWhitespace).first ?? "" }
        if word(of: firstLine) == "ply" {
            self = .ply
        } else if firstLine.contains(".PCD") || PCDHeader.isKeyword(word(of: lines.first { !$0.hasPrefix("#") } ?? ""))
        {
            // Other files begin with comments too.
            self = .pcd
        } else {
            let printable = firstLine.prefix(40).unicodeScalars.map { scalar in
                scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0xFFFD ? "?" : Character(scalar)
            }
            throw .unknownFormat(path: file.path, beginning: String(printable))
        }
    }
}
