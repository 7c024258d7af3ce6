import Files
public import LinearAlgebra
public import Parallel
public import PointClouds

extension PointCloud {
    /// Writes the cloud to a file, whole or not at all.
    ///
    /// Every field keeps its type and its bits (in text, numbers are the shortest that read back the same). The names
    /// of normals and colours are those of the format.
    ///
    /// - Parameters:
    ///   - path: its extension says the format, one of `CloudFormat.writable`; `-` is the standard output.
    ///   - format: where the extension doesn't say it.
    ///   - encoding: how numbers are stored; see `CloudFormat.encodings` for what a format takes. `nil`: binary where
    ///     the format has it.
    ///   - unit: the unit that the file's lengths get.
    ///   - threads: how many cores to use; the bytes don't depend on it.
    /// - Returns: what the format has no place for.
    /// - Throws: what can't be written; ``CloudFileError/fieldLength(path:field:values:element:rows:)`` where a field
    ///   was left as it was while points were added or removed.
    @discardableResult
    public func write(
        to path: String, format: CloudFormat? = nil, encoding: CloudEncoding? = nil, unit: LengthUnit = .meters,
        threads: Int = availableThreads
    ) throws(CloudFileError) -> [CloudFileWarning] {
        try write(
            to: path, format: format, encoding: encoding, unit: unit, threads: threads, compressed: nil)
    }

    /// The same with those of its columns that need not be compressed any more.
    @discardableResult
    package func write(
        to path: String, format: CloudFormat? = nil, encoding: CloudEncoding? = nil, unit: LengthUnit = .meters,
        threads: Int = availableThreads, compressed: CompressedColumns?
    ) throws(CloudFileError) -> [CloudFileWarning] {
        guard let format = format ?? CloudFormat(pathExtension: path) else { throw .unknownExtension(path: path) }
        guard let writer = format.writer else { throw .unknownExtension(path: path) }
        let encoding = encoding ?? writer.usualEncoding
        guard writer.encodings.contains(encoding) else { throw .encodingOfOtherFormat(path: path, encoding, format) }
        // Everything that can be refused is refused before the file is begun.
        for field in fields where !field.hasValues(forRows: count) {
            throw .fieldLength(
                path: path, field: field.name, values: field.values.count, element: "points", rows: count)
        }
        let job = WritingJob(cloud: self, encoding: encoding, unit: unit, path: path, compressed: compressed)
        let writing = try writer.init(job)
        do throws(OutputFileError) {
            let output = try OutputFile(path: path)
            try writing.write(to: output, threads: threads)
            try output.commit()
        } catch {
            throw .output(error)
        }
        return writing.warnings
    }
}
