/// A file format, by its name. Which are known, and how they are read and written, says the module `CloudFiles`.
public struct CloudFormat: RawRepresentable, Hashable, Sendable {
    /// As names end in it: `pcd`.
    public let rawValue: String

    /// The format of this name, whether it is known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The Point Cloud Library's format.
    public static let pcd = CloudFormat(rawValue: "pcd")
    /// The Polygon File Format.
    public static let ply = CloudFormat(rawValue: "ply")
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
