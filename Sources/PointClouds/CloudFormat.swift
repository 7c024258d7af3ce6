/// The file formats that clouds are read from and written to.
public enum CloudFormat: String, CaseIterable, Sendable {
    case pcd, ply

    /// The format that a file's name ends in.
    public init?(pathExtension path: String) {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return nil }
        self.init(rawValue: name[name.index(after: dot)...].lowercased())
    }

    /// What a file of this format may be written in, text first.
    public var encodings: [CloudEncoding] {
        switch self {
        case .pcd: [.ascii, .binary, .binaryCompressed]
        case .ply: [.ascii, .binary, .binaryBigEndian]
        }
    }
}

/// How a file's numbers are stored.
public enum CloudEncoding: String, CaseIterable, Sendable {
    case ascii
    /// Little-endian.
    case binary
    /// PCD only: column by column, compressed with LZF; under 4 GiB of values.
    case binaryCompressed = "binary_compressed"
    /// PLY only.
    case binaryBigEndian = "binary_big_endian"
}
