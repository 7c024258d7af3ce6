import PointClouds

extension LengthUnit {
    /// A length of this unit in metres. Divided, not multiplied by 1e-3, so that 9 mm is the double nearest to 0.009.
    func meters(_ length: Double) -> Double {
        switch self {
        case .meters: length
        case .millimeters: length / 1000
        }
    }

    /// A length in metres in this unit.
    func value(meters length: Double) -> Double {
        switch self {
        case .meters: length
        case .millimeters: length * 1000
        }
    }
}
