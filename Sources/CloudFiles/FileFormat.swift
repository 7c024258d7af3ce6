import Files
public import PointClouds

/// A format as this module knows it: how its files are told, who reads them and who writes them.
///
/// A format of its own is a folder with its reader, its writer if it has one, and one of these; a line in ``all`` makes
/// it known to whoever reads, writes or lists formats. A writer of more than positions takes its columns from
/// ``WritableColumns``, one of positions alone from `PointCloud.positionColumns(unit:)`.
struct FileFormat: Sendable {
    let format: CloudFormat
    /// What its files are told by, as a message says it: `'ply'`.
    let mark: String
    /// Whether a file that begins so is one.
    let recognizes: @Sendable (FileBeginning) -> Bool
    let reader: any CloudFormatReader.Type
    var writer: (any CloudFormatWriter.Type)?

    /// Every known format, in the order in which files are held against them.
    static let all: [FileFormat] = [.pcd, .ply, .stl, .obj]

    /// The format that a file's content says, or where that says nothing, its name.
    static func of(_ file: InputFile, among formats: [FileFormat]) throws(CloudFileError) -> FileFormat {
        let beginning = try FileBeginning(of: file)
        guard let format = formats.first(where: { $0.recognizes(beginning) }) else {
            throw .unknownFormat(path: file.path, beginning: beginning.shown)
        }
        return format
    }
}

extension CloudFormat {
    /// The formats that clouds are written in.
    public static var writable: [CloudFormat] { FileFormat.all.filter { $0.writer != nil }.map(\.format) }

    /// As a message names it: `PCD`.
    public var name: String { rawValue.uppercased() }

    /// What the formats that clouds are written in are called, as a sentence says it: `PCD or PLY`.
    public static var names: String { writable.map(\.name).alternatives() }

    /// What the names of their files end in, as a sentence says it: `.pcd or .ply`.
    public static var endings: String { writable.map { ".\($0.rawValue)" }.alternatives() }

    /// The format that is written to a file of this name: the one that its name ends in, in capitals or not.
    public init?(pathExtension path: String) {
        let ending = FileName(path).format
        guard let format = Self.writable.first(where: { $0.rawValue == ending }) else { return nil }
        self = format
    }

    /// What a file of this format may be written in, text first; none where it is only read.
    public var encodings: [CloudEncoding] { writer?.encodings ?? [] }

    /// What it is written in where nobody says it: binary, if it has that; `nil` where it is only read.
    public var usualEncoding: CloudEncoding? { writer?.usualEncoding }

    var writer: (any CloudFormatWriter.Type)? { FileFormat.all.first { $0.format == self }?.writer }
}

extension [String] {
    /// As a sentence lists them: `a, b or c`.
    func alternatives(last: String = " or ") -> String {
        dropLast().joined(separator: ", ") + (count > 1 ? last : "") + (self.last ?? "")
    }
}
