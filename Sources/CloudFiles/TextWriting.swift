import CKernels
import Files
import PointClouds

/// Writes rows of columns as lines of text, made on all cores.
func writeTextRows(
    _ fields: [Field], rows: Int, to output: OutputFile, threads: Int
) throws(OutputFileError) {
    let hasLists = fields.contains { $0.list != nil }
    try writeRows(
        of: fields, rows: rows, to: output, threads: threads,
        capacity: { numbers, rows in numbers * (NumberFormatting.longest + 1) + rows },
        fill: { rows, columns, start in
            let text = start.assumingMemoryBound(to: UInt8.self)
            return hasLists
                ? writeLists(of: fields, rows: rows, columns, to: text)
                : writeNumbers(of: fields, rows: rows.count, columns, to: text)
        })
}

/// Writes rows of equal length; returns the bytes written.
private func writeNumbers(
    of fields: [Field], rows: Int, _ columns: [UnsafeMutableRawPointer], to text: UnsafeMutablePointer<UInt8>
) -> Int {
    let slots = zip(fields, columns).flatMap { field, column in
        let size = field.values.type.size
        return (0..<field.count).map { index in
            ck_text_slot(
                values: (column + index * size).assumingMemoryBound(to: UInt8.self), stride: field.count * size,
                type: field.values.type.kernelType)
        }
    }
    return ck_write_rows(text, slots, slots.count, 0, rows) - text
}

/// Writes rows with lists, each list behind its length; returns the bytes written.
private func writeLists(
    of fields: [Field], rows: Range<Int>, _ columns: [UnsafeMutableRawPointer], to start: UnsafeMutablePointer<UInt8>
) -> Int {
    var (text, columns) = (start, columns)
    for row in rows {
        for (index, field) in fields.enumerated() {
            let count = field.valueRange(ofRow: row).count
            if field.list != nil {
                text = withUnsafeBytes(of: Int64(count)) {
                    NumberFormatting.write($0.baseAddress!, 0, .int64, to: text)
                }
                text.pointee = UInt8(ascii: " ")
                text += 1
            }
            for value in 0..<count {
                text = NumberFormatting.write(columns[index], value, field.values.type, to: text)
                text.pointee = UInt8(ascii: " ")
                text += 1
            }
            columns[index] += count * field.values.type.size
        }
        text[-1] = UInt8(ascii: "\n")
    }
    return text - start
}
