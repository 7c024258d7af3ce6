/// A report with what was noticed on the way: the one JSON document that answers a request.
public struct ReportDocument: Sendable {
    /// From `schema` to `warnings` or `timings_ms`.
    public var json: JSON

    /// - Parameters:
    ///   - report: what was found.
    ///   - warnings: what deserves a look, in words.
    ///   - timings: the stages in order; `nil` leaves them out, so that equal requests give equal bytes.
    public init(_ report: some Report, warnings: [String] = [], timings: [StageTiming]? = nil) {
        var members: [(key: String, value: JSON)] = [
            ("schema", JSON(type(of: report).schema)), ("status", JSON(report.status)),
        ]
        members += report.members.map { ($0.key, $0.value) }
        members.append(("warnings", JSON(warnings)))
        if let timings {
            members.append(("timings_ms", .object(timings.map { ($0.stage, JSON($0.milliseconds)) })))
        }
        json = .object(members)
    }
}

/// How long a stage took.
public struct StageTiming: Equatable, Sendable {
    /// Such as `read`, `segment`, `total`.
    public var stage: String
    /// Of the wall clock.
    public var duration: Duration

    public init(stage: String, duration: Duration) {
        (self.stage, self.duration) = (stage, duration)
    }

    /// To a microsecond.
    public var milliseconds: Double { (duration / .microseconds(1)).rounded() / 1000 }
}
