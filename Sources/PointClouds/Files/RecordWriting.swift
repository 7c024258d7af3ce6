/// Writes columns as records of equal length, put together on all cores.
func writeRecords(
    _ fields: [Field], rows: Int, to output: OutputFile, swappingBytes: Bool, threads: Int
) throws(CloudFileError) {
    let stride = fields.reduce(0) { $0 + $1.count * $1.values.type.size }
    guard rows > 0, stride > 0 else { return }
    var offset = 0
    nonisolated(unsafe) let records = fields.map { field in
        defer { offset += field.count * field.values.type.size }
        // Columns are only read here.
        let base = field.values.withUnsafeBytes { UnsafeMutableRawPointer(mutating: $0.baseAddress!) }
        return RecordField(offset: offset, size: field.values.type.size, count: field.count, column: base)
    }
    try writeInBlocks(
        of: rows, size: max(1, (1 << 18) / stride), threads: threads,
        to: { bytes throws(CloudFileError) in try output.write(bytes) },
        capacity: { $0.count * stride },
        fill: { rows, start in
            interleave(records, rows: rows, stride: stride, into: start, swappingBytes: swappingBytes)
            return rows.count * stride
        })
    withExtendedLifetime(fields) {}
}

extension OutputFile {
    package func write(_ text: String) throws(CloudFileError) {
        try write(Array(text.utf8))
    }

    func write(_ bytes: [UInt8]) throws(CloudFileError) {
        var failure: CloudFileError?
        bytes.withUnsafeBytes { bytes in
            do throws(CloudFileError) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
