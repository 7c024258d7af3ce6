import Parallel
import PointClouds

/// A column that a file holds: what it is called, its type, and how much of it there is.
struct ColumnDeclaration {
    var name: String
    var type: ScalarType
    /// Values a row.
    var count = 1
    var rows: Int

    /// A field of these values.
    func field(_ values: FieldValues) -> Field { Field(name: name, count: count, values: values) }
}

/// A column's memory while it is filled, by several threads at once, each its own rows. It must not leave the closure
/// that it is given to.
struct ColumnMemory {
    let declaration: ColumnDeclaration
    let base: UnsafeMutableRawPointer

    var type: ScalarType { declaration.type }
    var byteCount: Int { declaration.count * declaration.rows * declaration.type.size }
}

/// So many arrays lend their memory at once: each costs a call on the stack. What goes beyond is filled in memory of its
/// own and copied, for a header may declare 50,000 columns.
private let mostColumnsLent = 64

/// Makes columns whose every value is written by `fill`, all of them at once: the memory is the arrays' own, which none
/// lends for longer than one closure.
///
/// - Returns: the values of each declaration, in their order.
func filledColumns(
    _ declarations: [ColumnDeclaration], _ fill: ([ColumnMemory]) throws(CloudFileError) -> Void
) throws(CloudFileError) -> [FieldValues] {
    var memory: [ColumnMemory] = []
    var values = [FieldValues](repeating: .uint8([]), count: declarations.count)
    var failure: CloudFileError?

    func lend<T>(_ type: T.Type, _ wrap: ([T]) -> FieldValues) {
        let index = memory.count
        let declaration = declarations[index]
        let count = declaration.count * declaration.rows
        let array = [T](unsafeUninitializedCapacity: count) { buffer, initialized in
            // An empty array may have no address; nothing is written through this one.
            let base =
                buffer.baseAddress.map { UnsafeMutableRawPointer($0) } ?? UnsafeMutableRawPointer(bitPattern: 16)!
            adviseHugePages(base, count * MemoryLayout<T>.stride)
            memory.append(ColumnMemory(declaration: declaration, base: base))
            lendNext()
            initialized = failure == nil ? count : 0
        }
        values[index] = wrap(array)
    }
    func lendNext() {
        if memory.count == declarations.count || memory.count == mostColumnsLent { return fillAll() }
        switch declarations[memory.count].type {
        case .int8: lend(Int8.self, FieldValues.int8)
        case .uint8: lend(UInt8.self, FieldValues.uint8)
        case .int16: lend(Int16.self, FieldValues.int16)
        case .uint16: lend(UInt16.self, FieldValues.uint16)
        case .int32: lend(Int32.self, FieldValues.int32)
        case .uint32: lend(UInt32.self, FieldValues.uint32)
        case .int64: lend(Int64.self, FieldValues.int64)
        case .uint64: lend(UInt64.self, FieldValues.uint64)
        case .float32: lend(Float.self, FieldValues.float32)
        case .float64: lend(Double.self, FieldValues.float64)
        }
    }
    func fillAll() {
        let lent = memory.count
        for declaration in declarations[lent...] {
            let size = declaration.count * declaration.rows * declaration.type.size
            memory.append(
                ColumnMemory(declaration: declaration, base: .allocate(byteCount: max(size, 16), alignment: 16)))
        }
        do throws(CloudFileError) { try fill(memory) } catch { failure = error }
        for (index, column) in memory.enumerated().dropFirst(lent) {
            // Each goes as soon as it is copied: never all of them twice.
            defer { column.base.deallocate() }
            guard failure == nil else { continue }
            values[index] = FieldValues(
                copying: UnsafeRawBufferPointer(start: column.base, count: column.byteCount), type: column.type)
        }
    }
    lendNext()
    if let failure { throw failure }
    return values
}

extension FieldValues {
    /// The values that lie in bytes, which may begin anywhere.
    init(copying bytes: UnsafeRawBufferPointer, type: ScalarType) {
        func array<T: BitwiseCopyable>(_: T.Type) -> [T] {
            let count = bytes.count / MemoryLayout<T>.stride
            return [T](unsafeUninitializedCapacity: count) { buffer, initialized in
                UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
                initialized = count
            }
        }
        self =
            switch type {
            case .int8: .int8(array(Int8.self))
            case .uint8: .uint8(array(UInt8.self))
            case .int16: .int16(array(Int16.self))
            case .uint16: .uint16(array(UInt16.self))
            case .int32: .int32(array(Int32.self))
            case .uint32: .uint32(array(UInt32.self))
            case .int64: .int64(array(Int64.self))
            case .uint64: .uint64(array(UInt64.self))
            case .float32: .float32(array(Float.self))
            case .float64: .float64(array(Double.self))
            }
    }
}
