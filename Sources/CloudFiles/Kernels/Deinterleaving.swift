import PointClouds

/// Where a field's bytes lie in a record, and the column they belong to.
struct RecordField {
    /// Bytes from the record's start.
    var offset: Int
    /// Bytes a value, and values a record.
    var size: Int
    var count: Int
    /// The column: `count` values of the first record, then of the second, ….
    var column: UnsafeMutableRawPointer

    var width: Int { size * count }

    /// Fields that follow one another without gaps, one a column.
    static func fields(filling columns: [ColumnMemory]) -> [RecordField] {
        var offset = 0
        return columns.map { column in
            let field = RecordField(
                offset: offset, size: column.type.size, count: column.declaration.count, column: column.base)
            offset += field.width
            return field
        }
    }
}

/// Takes records of `stride` bytes apart: those at `records` are the rows `rows` of the columns.
///
/// Field after field over a block that fits the cache: each pass reads with a stride and writes in order.
func deinterleave(
    _ records: UnsafeRawPointer, stride: Int, rows: Range<Int>, into fields: [RecordField], swappingBytes: Bool = false
) {
    for field in fields {
        let source = records + field.offset
        let target = field.column + rows.lowerBound * field.width
        switch field.width {
        case 1: gather(source, stride, rows.count, target, UInt8.self)
        case 2: gather(source, stride, rows.count, target, UInt16.self)
        case 4: gather(source, stride, rows.count, target, UInt32.self)
        case 8: gather(source, stride, rows.count, target, UInt64.self)
        default:
            for row in 0..<rows.count {
                (target + row * field.width).copyMemory(from: source + row * stride, byteCount: field.width)
            }
        }
        if swappingBytes { swapBytes(target, size: field.size, count: rows.count * field.count) }
    }
}

/// Puts the rows `rows` of a column, `count` values of `size` bytes each, into records of `stride` bytes, in the first of
/// which its place is `target`.
func interleave(
    _ column: UnsafeRawPointer, size: Int, count: Int, rows: Range<Int>, into target: UnsafeMutableRawPointer,
    stride: Int, swappingBytes: Bool = false
) {
    let width = size * count
    let source = column + rows.lowerBound * width
    switch width {
    case 1: scatter(source, rows.count, target, stride, UInt8.self)
    case 2: scatter(source, rows.count, target, stride, UInt16.self)
    case 4: scatter(source, rows.count, target, stride, UInt32.self)
    case 8: scatter(source, rows.count, target, stride, UInt64.self)
    default:
        for row in 0..<rows.count {
            (target + row * stride).copyMemory(from: source + row * width, byteCount: width)
        }
    }
    if swappingBytes {
        for row in 0..<rows.count { swapBytes(target + row * stride, size: size, count: count) }
    }
}

@inline(__always)
private func gather<T: BitwiseCopyable>(
    _ source: UnsafeRawPointer, _ stride: Int, _ count: Int, _ target: UnsafeMutableRawPointer, _: T.Type
) {
    let target = target.assumingMemoryBound(to: T.self)
    for row in 0..<count { target[row] = (source + row * stride).loadUnaligned(as: T.self) }
}

@inline(__always)
private func scatter<T: BitwiseCopyable>(
    _ source: UnsafeRawPointer, _ count: Int, _ target: UnsafeMutableRawPointer, _ stride: Int, _: T.Type
) {
    let source = source.assumingMemoryBound(to: T.self)
    for row in 0..<count { (target + row * stride).storeBytes(of: source[row], as: T.self) }
}

/// Turns the byte order of `count` values of `size` bytes round.
func swapBytes(_ values: UnsafeMutableRawPointer, size: Int, count: Int) {
    func swap<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) {
        for i in 0..<count {
            let value = (values + i * size).loadUnaligned(as: T.self)
            (values + i * size).storeBytes(of: value.byteSwapped, as: T.self)
        }
    }
    switch size {
    case 2: swap(UInt16.self)
    case 4: swap(UInt32.self)
    case 8: swap(UInt64.self)
    default: break
    }
}
