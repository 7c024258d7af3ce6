import Files
import LinearAlgebra
import PointClouds

/// Writes one cloud in a format; ``FileFormat`` says what a format needs.
protocol CloudFormatWriter: Sendable {
    /// What a file of the format may be written in, text first: one at least.
    static var encodings: [CloudEncoding] { get }

    /// Refuses what the format can't hold: before the file is begun.
    init(_ job: WritingJob) throws(CloudFileError)

    /// What the format has no place for.
    var warnings: [CloudFileWarning] { get }

    func write(to output: OutputFile, threads: Int) throws(OutputFileError)
}

extension CloudFormatWriter {
    /// What a cloud is written in where nobody says it: binary, if the format has that.
    static var usualEncoding: CloudEncoding { encodings.contains(.binary) ? .binary : encodings[0] }
}

/// What is to be written, and how.
struct WritingJob {
    /// Its fields hold a value for each point.
    var cloud: PointCloud
    /// One of the format's.
    var encoding: CloudEncoding
    /// The unit that the file's lengths get.
    var unit: LengthUnit
    /// For messages.
    var path: String
    /// Those of the columns that were compressed ahead, where the format is one that compresses.
    var compressed: CompressedColumns?
}
