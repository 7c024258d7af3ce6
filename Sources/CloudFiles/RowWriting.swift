import Files
import PointClouds

/// Writes rows that are made of a value of each column in turn, on all cores.
///
/// An array lends its memory for one call only, and rows need all columns at once: `fill` is given copies of a block's
/// values, which stay in the cache and cost little beside what is made of them.
///
/// - Parameters:
///   - capacity: bytes that so many numbers in so many rows take at most. The length of a list is a number of its own.
///   - fill: writes a block's rows to fresh memory, with for each column its first value of the block; the values of
///     the rows follow each other there. Returns the bytes written.
func writeRows(
    of fields: [Field], rows: Int, to output: OutputFile, threads: Int,
    capacity: (_ numbers: Int, _ rows: Int) -> Int,
    fill: (Range<Int>, [UnsafeMutableRawPointer], UnsafeMutableRawPointer) -> Int
) throws(OutputFileError) {
    let numbers = numberCount(of: fields, rows: 0..<rows)
    guard rows > 0, numbers > 0 else { return }
    let numbersPerBlock = 1 << 14
    try writeInBlocks(
        of: rows, size: max(1, numbersPerBlock * rows / numbers), threads: threads,
        to: { bytes throws(OutputFileError) in try output.write(bytes) },
        capacity: { capacity(numberCount(of: fields, rows: $0), $0.count) },
        fill: { rows, start in
            withCopies(of: fields, rows: rows) { columns in fill(rows, columns, start) }
        })
}

/// The numbers that rows hold, the lengths of lists among them.
private func numberCount(of fields: [Field], rows: Range<Int>) -> Int {
    fields.reduce(0) { $0 + $1.valueRange(ofRows: rows).count + ($1.list == nil ? 0 : rows.count) }
}

/// Runs `body` with the values that each column has in the rows.
private func withCopies<Result>(
    of fields: [Field], rows: Range<Int>, _ body: ([UnsafeMutableRawPointer]) -> Result
) -> Result {
    let alignment = 16
    var size = 0
    let places = fields.map { field in
        let place = size
        size += (field.valueRange(ofRows: rows).count * field.values.type.size + alignment - 1) & -alignment
        return place
    }
    return withUnsafeTemporaryAllocation(byteCount: max(size, alignment), alignment: alignment) { memory in
        for (field, place) in zip(fields, places) {
            let range = field.valueRange(ofRows: rows)
            let size = field.values.type.size
            field.values.withUnsafeBytes { values in
                let bytes = values[range.lowerBound * size..<range.upperBound * size]
                UnsafeMutableRawBufferPointer(rebasing: memory[place...]).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes))
            }
        }
        return body(places.map { memory.baseAddress! + $0 })
    }
}

extension Field {
    /// Where the values of these rows lie in ``values``.
    fileprivate func valueRange(ofRows rows: Range<Int>) -> Range<Int> {
        if let list { return list.starts[rows.lowerBound]..<list.starts[rows.upperBound] }
        return rows.lowerBound * count..<rows.upperBound * count
    }
}
