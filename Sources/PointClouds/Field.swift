/// A named column of a cloud: `count` values a point, such as `intensity`, `rgb` or a 33-bin histogram.
public struct Field: Equatable, Sendable {
    public var name: String
    /// Values a point.
    public var count: Int
    /// `count` values of the first point, then of the second, ….
    public var values: FieldValues

    public init(name: String, count: Int = 1, values: FieldValues) {
        (self.name, self.count, self.values) = (name, count, values)
    }
}

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
}
