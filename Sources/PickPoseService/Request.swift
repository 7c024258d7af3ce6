public import Files
public import Reports

/// What can be asked of pickpose: a value with everything that the answer depends on.
///
///     let response = try PoseRequest(.file("part.pcd")).run()
///     print(response.report.text)
///     for warning in response.diagnostics.warnings { print(warning) }
///
/// A request has no state, so that one process may run many at a time. The command line, a watcher of folders, a server
/// and a viewer all come in here.
public protocol Request: Sendable {
    /// What answers it.
    associatedtype Answer: Report

    /// Does the work.
    ///
    /// What is noticed until an error is thrown stays in `diagnostics`.
    ///
    /// - Throws: the error of the stage that failed; ``FailureKind`` sorts them all.
    func perform(_ diagnostics: inout Diagnostics) throws -> Answer
}

extension Request {
    /// Does the work and keeps what was noticed.
    ///
    /// - Parameters:
    ///   - settings: the names by which messages call settings.
    ///   - listener: told of each message at once.
    public func run(
        naming settings: SettingNames = .labels, listener: Diagnostics.Listener? = nil
    ) throws -> Response<Answer> {
        var diagnostics = Diagnostics(naming: settings, listener: listener)
        let report = try perform(&diagnostics)
        diagnostics.finish()
        return Response(report: report, diagnostics: diagnostics)
    }
}

/// A report with what was noticed on the way to it.
public struct Response<Answer: Report>: Sendable {
    public var report: Answer
    public var diagnostics: Diagnostics

    public init(report: Answer, diagnostics: Diagnostics = .init()) {
        (self.report, self.diagnostics) = (report, diagnostics)
    }

    /// The JSON document that answers the request.
    ///
    /// - Parameter withTimings: `false` gives equal requests equal bytes.
    public func document(withTimings: Bool = true) -> ReportDocument {
        ReportDocument(
            report, warnings: diagnostics.warnings, timings: withTimings ? diagnostics.timings : nil)
    }
}
