import Files
import PointClouds

/// Writes columns as records of equal length, put together on all cores.
func writeRecords(
    _ fields: [Field], rows: Int, to output: OutputFile, swappingBytes: Bool, threads: Int
) throws(OutputFileError) {
    let stride = fields.reduce(0) { $0 + $1.count * $1.values.type.size }
    guard rows > 0, stride > 0 else { return }
    try writeInBlocks(
        of: rows, size: max(1, (1 << 18) / stride), threads: threads,
        to: { bytes throws(OutputFileError) in try output.write(bytes) },
        capacity: { $0.count * stride },
        fill: { rows, start in
            var target = start
            for field in fields {
                let size = field.values.type.size
                field.values.withUnsafeBytes { column in
                    guard let column = column.baseAddress else { return }
                    interleave(
                        column, size: size, count: field.count, rows: rows, into: target, stride: stride,
                        swappingBytes: swappingBytes)
                }
                target += field.count * size
            }
            return rows.count * stride
        })
}
