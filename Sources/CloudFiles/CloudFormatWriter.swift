import Files
import LinearAlgebra
import PointClouds

/// Writes one cloud in a format. With a line in ``FileFormat/all`` the format is known everywhere.
protocol CloudFormatWriter: Sendable {
    /// What a file of the format may be written in, text first.
    static var encodings: [CloudEncoding] { get }

    /// Refuses what the format can't hold: before the file is begun.
    init(_ job: WritingJob) throws(CloudFileError)

    /// What the format has no place for.
    var warnings: [CloudFileWarning] { get }

    func write(to output: OutputFile, threads: Int) throws(OutputFileError)
}

/// What is to be written, and how.
struct WritingJob {
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
