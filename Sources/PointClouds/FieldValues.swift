/// The values of a field in the type that the file stores them in.
public enum FieldValues: Equatable, Sendable {
    case int8([Int8])
    case uint8([UInt8])
    case int16([Int16])
    case uint16([UInt16])
    case int32([Int32])
    case uint32([UInt32])
    case int64([Int64])
    case uint64([UInt64])
    case float32([Float])
    case float64([Double])

    /// The type of each value.
    public var type: ScalarType {
        switch self {
        case .int8: .int8
        case .uint8: .uint8
        case .int16: .int16
        case .uint16: .uint16
        case .int32: .int32
        case .uint32: .uint32
        case .int64: .int64
        case .uint64: .uint64
        case .float32: .float32
        case .float64: .float64
        }
    }

    /// The values, of all points together.
    public var count: Int {
        switch self {
        case .int8(let values): values.count
        case .uint8(let values): values.count
        case .int16(let values): values.count
        case .uint16(let values): values.count
        case .int32(let values): values.count
        case .uint32(let values): values.count
        case .int64(let values): values.count
        case .uint64(let values): values.count
        case .float32(let values): values.count
        case .float64(let values): values.count
        }
    }

    package var byteCount: Int { count * type.size }

    /// One value as Float64: exact but for integers beyond ±2⁵³.
    public subscript(index: Int) -> Double {
        switch self {
        case .int8(let values): Double(values[index])
        case .uint8(let values): Double(values[index])
        case .int16(let values): Double(values[index])
        case .uint16(let values): Double(values[index])
        case .int32(let values): Double(values[index])
        case .uint32(let values): Double(values[index])
        case .int64(let values): Double(values[index])
        case .uint64(let values): Double(values[index])
        case .float32(let values): Double(values[index])
        case .float64(let values): values[index]
        }
    }

    /// All values as Float32, rounded where they don't fit.
    public var asFloats: [Float] {
        switch self {
        case .int8(let values): values.map(Float.init)
        case .uint8(let values): values.map(Float.init)
        case .int16(let values): values.map(Float.init)
        case .uint16(let values): values.map(Float.init)
        case .int32(let values): values.map(Float.init)
        case .uint32(let values): values.map(Float.init)
        case .int64(let values): values.map(Float.init)
        case .uint64(let values): values.map(Float.init)
        case .float32(let values): values
        case .float64(let values): values.map(Float.init)
        }
    }

    /// The values at `indices`, in that order.
    public func selecting(_ indices: some Collection<Int>) -> FieldValues {
        switch self {
        case .int8(let values): .int8(indices.map { values[$0] })
        case .uint8(let values): .uint8(indices.map { values[$0] })
        case .int16(let values): .int16(indices.map { values[$0] })
        case .uint16(let values): .uint16(indices.map { values[$0] })
        case .int32(let values): .int32(indices.map { values[$0] })
        case .uint32(let values): .uint32(indices.map { values[$0] })
        case .int64(let values): .int64(indices.map { values[$0] })
        case .uint64(let values): .uint64(indices.map { values[$0] })
        case .float32(let values): .float32(indices.map { values[$0] })
        case .float64(let values): .float64(indices.map { values[$0] })
        }
    }

    /// The values as they lie in memory, for kernels.
    package func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        switch self {
        case .int8(let values): values.withUnsafeBytes(body)
        case .uint8(let values): values.withUnsafeBytes(body)
        case .int16(let values): values.withUnsafeBytes(body)
        case .uint16(let values): values.withUnsafeBytes(body)
        case .int32(let values): values.withUnsafeBytes(body)
        case .uint32(let values): values.withUnsafeBytes(body)
        case .int64(let values): values.withUnsafeBytes(body)
        case .uint64(let values): values.withUnsafeBytes(body)
        case .float32(let values): values.withUnsafeBytes(body)
        case .float64(let values): values.withUnsafeBytes(body)
        }
    }
}
