/// The types a value of a point can have: what PCD says with TYPE and SIZE and PLY with a type's name.
public enum ScalarType: String, CaseIterable, Equatable, Hashable, Sendable {
    case int8, uint8, int16, uint16, int32, uint32, int64, uint64, float32, float64

    /// Bytes a value.
    public var size: Int {
        switch self {
        case .int8, .uint8: 1
        case .int16, .uint16: 2
        case .int32, .uint32, .float32: 4
        case .int64, .uint64, .float64: 8
        }
    }
}
