import CKernels

/// Writes rows of columns as lines of text, made on all cores.
func writeTextRows(
    _ fields: [Field], rows: Int, to output: OutputFile, threads: Int
) throws(CloudFileError) {
    guard rows > 0, !fields.isEmpty else { return }
    // Columns are only read here.
    nonisolated(unsafe) let columns = fields.map { field in
        field.values.withUnsafeBytes { UnsafeMutableRawPointer(mutating: $0.baseAddress!) }
    }
    if fields.contains(where: { $0.list != nil }) {
        try writeInBlocks(
            of: rows, size: 256, threads: threads, to: { bytes throws(CloudFileError) in try output.write(bytes) },
            capacity: { capacity(of: fields, rows: $0) }, fill: { fill($1, with: fields, columns, rows: $0) })
    } else {
        nonisolated(unsafe) let slots = zip(fields, columns).flatMap { field, column in
            let size = field.values.type.size
            return (0..<field.count).map { index in
                ck_text_slot(
                    values: (column + index * size).assumingMemoryBound(to: UInt8.self), stride: field.count * size,
                    type: field.values.type.kernelType)
            }
        }
        let numbersPerBlock = 1 << 14
        try writeInBlocks(
            of: rows, size: max(1, numbersPerBlock / slots.count), threads: threads,
            to: { bytes throws(CloudFileError) in try output.write(bytes) },
            capacity: { $0.count * slots.count * (NumberFormatting.longest + 1) },
            fill: { rows, start in
                let text = start.assumingMemoryBound(to: UInt8.self)
                return ck_write_rows(text, slots, slots.count, rows.lowerBound, rows.upperBound) - text
            })
    }
    withExtendedLifetime(fields) {}
}

/// Bytes that rows with lists take at most.
private func capacity(of fields: [Field], rows: Range<Int>) -> Int {
    let numbers = fields.reduce(0) { sum, field in
        let values =
            field.valueRange(ofRow: rows.upperBound - 1).upperBound
            - field.valueRange(ofRow: rows.lowerBound).lowerBound
        return sum + values + (field.list == nil ? 0 : rows.count)
    }
    return numbers * (NumberFormatting.longest + 1) + rows.count
}

/// Writes rows with lists, each list behind its length; returns the bytes written.
private func fill(
    _ start: UnsafeMutableRawPointer, with fields: [Field], _ columns: [UnsafeMutableRawPointer], rows: Range<Int>
) -> Int {
    var text = start.assumingMemoryBound(to: UInt8.self)
    for row in rows {
        for (field, column) in zip(fields, columns) {
            let range = field.valueRange(ofRow: row)
            if field.list != nil {
                text = withUnsafeBytes(of: Int64(range.count)) {
                    NumberFormatting.write($0.baseAddress!, 0, .int64, to: text)
                }
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
    return UnsafeRawPointer(text) - UnsafeRawPointer(start)
}
