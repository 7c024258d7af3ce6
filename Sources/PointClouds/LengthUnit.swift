/// The unit of the lengths in a file; inside everything is metres.
public enum LengthUnit: String, CaseIterable, Sendable {
    case meters = "m"
    case millimeters = "mm"

    /// Metres in one unit.
    public var inMeters: Double {
        switch self {
        case .meters: 1
        case .millimeters: 1e-3
        }
    }
}
