/// Writes rows of columns as lines of text, formatted on all cores, block after block.
func writeTextRows(
    _ fields: [Field], rows: Int, to output: OutputFile, threads: Int = availableThreads
) throws(CloudFileError) {
    guard rows > 0, !fields.isEmpty else { return }
    // Columns are only read here.
    nonisolated(unsafe) let columns = fields.map { field in
        field.values.withUnsafeBytes { $0.baseAddress ?? UnsafeRawPointer(bitPattern: 16)! }
    }
    let isWide = fields.contains { $0.list != nil || $0.count > 64 }
    let rowsPerBlock = isWide ? 64 : 1024
    let blocksPerBatch = max(16, threads * 8)
    var first = 0
    while first < rows {
        let batch = min(rowsPerBlock * blocksPerBatch, rows - first)
        let start = first
        var texts = [[UInt8]](repeating: [], count: blocksPerBatch)
        texts.withUnsafeMutableBufferPointer { texts in
            nonisolated(unsafe) let texts = texts
            forEachBlock(of: batch, size: rowsPerBlock, threads: threads) { block, range in
                texts[block] = textRows(
                    fields, columns, rows: start + range.lowerBound..<start + range.upperBound)
            }
        }
        for text in texts where !text.isEmpty { try output.write(text) }
        first += batch
    }
    withExtendedLifetime(fields) {}
}

private func textRows(_ fields: [Field], _ columns: [UnsafeRawPointer], rows: Range<Int>) -> [UInt8] {
    var capacity = 0
    for field in fields {
        capacity +=
            field.valueRange(ofRow: rows.upperBound - 1).upperBound
            - field.valueRange(ofRow: rows.lowerBound).lowerBound
        if field.list != nil { capacity += rows.count }
    }
    return [UInt8](unsafeUninitializedCapacity: capacity * (NumberFormatting.longest + 1) + rows.count) {
        buffer, count in
        guard let start = buffer.baseAddress else { return }
        var text = start
        for row in rows {
            for (field, column) in zip(fields, columns) {
                let range = field.valueRange(ofRow: row)
                if field.list != nil {
                    text = NumberFormatting.write(range.count, to: text)
                    text.pointee = UInt8(ascii: " ")
                    text += 1
                }
                for index in range {
                    text = NumberFormatting.write(column, index, field.values.type, to: text)
                    text.pointee = UInt8(ascii: " ")
                    text += 1
                }
            }
            text[-1] = UInt8(ascii: "\n")
        }
        count = text - start
    }
}
