/// Milliseconds of the stages, one after the other.
struct StageClock {
    private(set) var timings: [(stage: String, milliseconds: Double)] = []
    private var last = ContinuousClock.now

    /// Ends a stage; the next one begins.
    mutating func finish(_ stage: String) {
        let now = ContinuousClock.now
        let (seconds, attoseconds) = (now - last).components
        timings.append((stage, Double(seconds) * 1e3 + Double(attoseconds) * 1e-15))
        last = now
    }
}
