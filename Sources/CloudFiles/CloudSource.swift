public import LinearAlgebra
public import Parallel
public import PointClouds

/// The clouds that a file holds, read one after the other; of most formats there is one.
///
/// ```swift
/// var source = try CloudSource(contentsOf: "scan.ply")
/// while let file = try source.next() { print(file.cloud.count) }
/// ```
public struct CloudSource: Sendable {
    /// What the content turned out to be.
    public let format: CloudFormat
    private let reader: any CloudFormatReader
    private let unit: LengthUnit
    private let threads: Int
    /// The number of the next cloud.
    private var number = 0

    /// Opens a file; its content says the format, and of formats without a mark of their own its name.
    ///
    /// - Parameters:
    ///   - path: the file, or `-` for the standard input.
    ///   - unit: the unit of the file's lengths.
    ///   - threads: how many cores to use; the clouds don't depend on it.
    public init(
        contentsOf path: String, unit: LengthUnit = .meters, threads: Int = availableThreads
    ) throws(CloudFileError) {
        try self.init(file: InputFile(path: path), unit: unit, threads: threads)
    }

    init(
        file: InputFile, unit: LengthUnit, threads: Int, among formats: [FileFormat] = FileFormat.all
    ) throws(CloudFileError) {
        let known = try FileFormat.of(file, among: formats)
        format = known.format
        reader = try known.reader.init(file: file, threads: threads)
        (self.unit, self.threads) = (unit, threads)
    }

    /// The next cloud, in metres; nil behind the last.
    ///
    /// - Complexity: linear in the cloud.
    public mutating func next() throws(CloudFileError) -> CloudFile? {
        guard let content = try reader.read(cloud: number, unit: unit) else { return nil }
        number += 1
        return CloudFile(content, unit: unit, threads: threads)
    }
}
