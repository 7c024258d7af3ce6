import ArgumentParser
import Files
import PickPoseService
import Reports

/// A command that gives one result: what was typed becomes a request, and the report that answers it is written.
protocol ResultCommand: ParsableCommand {
    var shared: SharedOptions { get }
    /// The files that `--output` may not name.
    var inputs: [String] { get }
    /// Whether `--output` takes the result itself; a command that writes a cloud there says no.
    var outputTakesResult: Bool { get }
    /// Whether the result can be a robot program.
    var writesPrograms: Bool { get }
}

extension ResultCommand {
    var outputTakesResult: Bool { true }
    var writesPrograms: Bool { false }

    /// Runs the request and writes the report that answers it.
    func answer(_ request: some Request) throws { try write(try response(to: request)) }

    /// Refuses what no run of the command could do as it was typed.
    func checkRequest() throws {
        try checkOutput()
        if case .program(let language) = shared.format, !writesPrograms {
            throw ValidationError("--format \(language.rawValue) is a robot program, which only pick writes.")
        }
    }

    /// Runs the request; messages appear as they come.
    func response<R: Request>(to request: R) throws -> Response<R.Answer> {
        let isTextShown = shared.format == .text && (!outputTakesResult || shared.output ?? "-" == "-")
        return try request.run(naming: .options, listener: shared.messages.listener(isTextShown: isTextShown))
    }

    /// Writes the one result in the format asked for, and ends with its exit code.
    func write(_ response: Response<some Report>) throws {
        let text =
            switch shared.format {
            case .text, .program, .unknown: response.report.text(naming: .options)
            case .json: response.document(withTimings: !shared.withoutTimings).json.pretty
            case .ndjson: response.document(withTimings: !shared.withoutTimings).json.compact
            }
        try writeResult(text + "\n", to: outputTakesResult ? shared.output : nil)
        try end(response.report)
    }

    func end(_ report: some Report) throws {
        let status = ExitStatus(of: report.outcome)
        if status != .done { throw ExitCode(status.rawValue) }
    }
}
