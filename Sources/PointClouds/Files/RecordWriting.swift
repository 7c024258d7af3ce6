/// Writes columns as records of equal length, put together on all cores, block after block.
func writeRecords(
    _ fields: [Field], rows: Int, to output: OutputFile, swappingBytes: Bool,
    threads: Int = availableThreads
) throws(CloudFileError) {
    let stride = fields.reduce(0) { $0 + $1.count * $1.values.type.size }
    guard rows > 0, stride > 0 else { return }
    var offset = 0
    let records = fields.map { field in
        defer { offset += field.count * field.values.type.size }
        // Columns are only read here.
        let base = field.values.withUnsafeBytes { UnsafeMutableRawPointer(mutating: $0.baseAddress!) }
        return RecordField(offset: offset, size: field.values.type.size, count: field.count, column: base)
    }
    nonisolated(unsafe) let shared = records
    let rowsPerBlock = max(1, (1 << 18) / stride)
    let rowsPerBatch = rowsPerBlock * 16
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: min(rows, rowsPerBatch) * stride, alignment: 64)
    defer { buffer.deallocate() }
    nonisolated(unsafe) let target = buffer.baseAddress!
    var first = 0
    while first < rows {
        let batch = min(rowsPerBatch, rows - first)
        let start = first
        forEachBlock(of: batch, size: rowsPerBlock, threads: threads) { _, range in
            interleave(
                shared, rows: start + range.lowerBound..<start + range.upperBound, stride: stride,
                into: target + range.lowerBound * stride, swappingBytes: swappingBytes)
        }
        try output.write(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<(batch * stride)]))
        first += batch
    }
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
