import PointClouds

/// What a file's format is told by: its first bytes, and what its name ends in.
struct FileBeginning {
    /// The first 4 KiB, or all there is.
    let bytes: [UInt8]
    /// What stands behind the name's last dot, in lower case.
    let pathExtension: String
    /// The first lines that aren't blank; the last may be cut off.
    let lines: [Substring]

    init(of file: InputFile) throws(CloudFileError) {
        bytes = try file.bytes(at: 0, count: file.load(upTo: 1 << 12))
        guard !bytes.isEmpty else { throw .empty(path: file.path) }
        pathExtension = Self.pathExtension(of: file.path) ?? ""
        lines = String(decoding: bytes, as: UTF8.self).split { $0.isNewline }.filter {
            !$0.allSatisfy(\.isWhitespace)
        }
    }

    /// A line's first word.
    static func word(of line: Substring?) -> Substring {
        line?.split(whereSeparator: \.isWhitespace).first ?? ""
    }

    /// What stands behind the last dot of a file's name, in lower case.
    static func pathExtension(of path: String) -> String? {
        let name = path.split(separator: "/").last ?? ""
        return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() }
    }

    /// How the file begins, as a message shows it.
    var shown: String {
        String(
            (lines.first ?? "").prefix(40).unicodeScalars.map { scalar in
                scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0xFFFD ? "?" : Character(scalar)
            })
    }
}
