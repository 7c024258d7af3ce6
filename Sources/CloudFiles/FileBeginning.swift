import Files
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
        pathExtension = FileName(file.path).format
        lines = String(decoding: bytes, as: UTF8.self).split { $0.isNewline }.filter {
            !$0.allSatisfy(\.isWhitespace)
        }
    }

    /// A line's first word.
    static func word(of line: Substring?) -> Substring {
        line?.split(whereSeparator: \.isWhitespace).first ?? ""
    }

    /// How the file begins, as a message shows it.
    var shown: String {
        String(
            (lines.first ?? "").prefix(40).unicodeScalars.map { scalar in
                scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0xFFFD ? "?" : Character(scalar)
            })
    }
}
