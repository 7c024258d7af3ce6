import LinearAlgebra
import PointClouds

/// Reads one file of a format; ``FileFormat`` says what a format needs.
protocol CloudFormatReader: Sendable {
    /// Begins with a file whose format it is.
    init(file: InputFile, threads: Int) throws(CloudFileError)

    /// One of the clouds that the file holds, by its number from 0; nil behind the last. Most formats have one a file.
    ///
    /// - Parameter unit: the unit of the file's lengths; what is given back is in that unit still.
    func read(cloud number: Int, unit: LengthUnit) throws(CloudFileError) -> FileContent?
}
