/// The unit of the lengths in a file; inside everything is metres.
public enum LengthUnit: String, CaseIterable, Sendable {
    case meters = "m"
    case millimeters = "mm"

    /// Units in a metre: a whole number, so that a division by it rounds once and 9 mm are the double nearest to 0.009.
    public var perMeter: Double {
        switch self {
        case .meters: 1
        case .millimeters: 1000
        }
    }

    /// A length of this unit in metres.
    public func meters(_ length: Double) -> Double { length / perMeter }

    /// A length in metres in this unit.
    public func value(meters length: Double) -> Double { length * perMeter }
}
