public import Files
public import Reports

/// What is noticed while a request runs: warnings, which are part of the answer; details of what was done; and how long
/// each stage took.
public struct Diagnostics: Sendable {
    /// Something that a listener is told at once.
    public enum Message: Equatable, Sendable {
        /// What deserves a look. Where `isInText`, the report's text says it too.
        case warning(String, isInText: Bool)
        /// What was done and with which settings.
        case detail(String)
        /// A part of the request failed, and the others go on.
        case failure(String)
    }

    /// Is called on the thread that runs the request.
    public typealias Listener = @Sendable (Message) -> Void

    /// What deserves a look, in the order in which it was noticed.
    public private(set) var warnings: [String] = []
    /// What was done and with which settings.
    public private(set) var details: [String] = []
    /// In the order in which the stages began; the last is `total`, once the request is done.
    public private(set) var timings: [StageTiming] = []
    /// The names by which messages call settings.
    public let settings: SettingNames
    private let listener: Listener?
    private let start = ContinuousClock.now

    /// - Parameters:
    ///   - settings: the names by which messages call settings.
    ///   - listener: told of each message at once.
    public init(naming settings: SettingNames = .labels, listener: Listener? = nil) {
        (self.settings, self.listener) = (settings, listener)
    }

    mutating func warn(_ text: String, isInText: Bool = false) {
        warnings.append(text)
        listener?(.warning(text, isInText: isInText))
    }

    /// Warns of what the library says about `place`.
    mutating func warn(of remark: some NamesSettings, in place: String) {
        warn("\(place): \(remark.description(naming: settings))")
    }

    mutating func detail(_ text: String) {
        details.append(text)
        listener?(.detail(text))
    }

    func fail(_ error: any Error) {
        listener?(.failure(settings.description(of: error)))
    }

    /// Runs a stage and adds its time to those of the same name.
    mutating func timed<Result, Failure: Error>(_ stage: String, _ body: () throws(Failure) -> Result) throws(Failure)
        -> Result
    {
        let begin = ContinuousClock.now
        let result = try body()
        let duration = begin.duration(to: .now)
        if let index = timings.firstIndex(where: { $0.stage == stage }) {
            timings[index].duration += duration
        } else {
            timings.append(StageTiming(stage: stage, duration: duration))
        }
        return result
    }

    mutating func finish() {
        timings.append(StageTiming(stage: "total", duration: start.duration(to: .now)))
    }
}
