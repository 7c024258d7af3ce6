import Parallel
import PointClouds

/// A field while it is filled, by several threads at once.
///
/// The pointer stays good as long as the buffer lives and `values` is neither changed nor handed on: arrays of plain
/// numbers don't move by themselves. ``field(named:)`` ends the filling.
struct ColumnBuffer {
    let type: ScalarType
    /// Values a row.
    let count: Int
    let base: UnsafeMutableRawPointer
    let values: FieldValues

    /// Room for `rows` rows, not yet filled: every value must be written before it is used.
    init(type: ScalarType, count: Int, rows: Int) {
        self.type = type
        self.count = count
        let total = count * rows
        switch type {
        case .int8: (values, base) = Self.room(total, FieldValues.int8)
        case .uint8: (values, base) = Self.room(total, FieldValues.uint8)
        case .int16: (values, base) = Self.room(total, FieldValues.int16)
        case .uint16: (values, base) = Self.room(total, FieldValues.uint16)
        case .int32: (values, base) = Self.room(total, FieldValues.int32)
        case .uint32: (values, base) = Self.room(total, FieldValues.uint32)
        case .int64: (values, base) = Self.room(total, FieldValues.int64)
        case .uint64: (values, base) = Self.room(total, FieldValues.uint64)
        case .float32: (values, base) = Self.room(total, FieldValues.float32)
        case .float64: (values, base) = Self.room(total, FieldValues.float64)
        }
    }

    func field(named name: String) -> Field { Field(name: name, count: count, values: values) }

    private static func room<T>(
        _ count: Int, _ wrap: ([T]) -> FieldValues
    ) -> (FieldValues, UnsafeMutableRawPointer) {
        var base = UnsafeMutableRawPointer(bitPattern: 16)!
        let array = [T](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let start = buffer.baseAddress {
                base = UnsafeMutableRawPointer(start)
                adviseHugePages(base, count * MemoryLayout<T>.stride)
            }
            initialized = count
        }
        return (wrap(array), base)
    }
}
