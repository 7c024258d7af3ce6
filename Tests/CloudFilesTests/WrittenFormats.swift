import PointClouds

@testable import CloudFiles

/// Formats with their encodings, as arguments of tests.
enum WrittenFormats {
    /// Every one that clouds are written in.
    static let all = encodings(of: CloudFormat.writable)
    /// Those that keep every field of a cloud.
    static let keepingFields = encodings(of: [.pcd, .ply])

    private static func encodings(of formats: [CloudFormat]) -> [(CloudFormat, CloudEncoding)] {
        formats.flatMap { format in format.encodings.map { (format, $0) } }
    }
}
