extension HandEyeCalibration {
    /// Whether typical pairs agree as well as boards and robots do: to a degree and two hundredths of the distance.
    public var isPlausible: Bool {
        rms.rotation < 1 * .pi / 180 && rms.translation < 0.02 * distances.upperBound
    }

    /// Makes the result one that may not be used, for this reason; what else it said comes of the same.
    public mutating func refuse(for advice: CalibrationAdvice) {
        self.advice = [advice]
        isRefused = true
    }
}
