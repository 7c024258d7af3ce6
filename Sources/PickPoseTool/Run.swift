import ArgumentParser
import RobotPrograms

/// One run of a command: its options, and what it gathers beside the result.
struct Run {
    let options: SharedOptions
    let messages: Messages
    private(set) var warnings: [String] = []
    private var timings: [(stage: String, duration: Duration)] = []
    private let start = ContinuousClock.now

    init(_ options: SharedOptions) {
        self.options = options
        messages = Messages(isQuiet: options.quiet, isVerbose: options.verbose)
    }

    /// Said on stderr and kept in the result.
    ///
    /// - Parameter silently: keeps it only, where the result's text says it itself.
    mutating func warn(_ text: String, silently: Bool = false) {
        if !silently { messages.warning(text) }
        warnings.append(text)
    }

    /// Runs a stage and keeps its time under `timings_ms`.
    mutating func timed<Result>(_ stage: String, _ body: (inout Run) throws -> Result) rethrows -> Result {
        let begin = ContinuousClock.now
        let result = try body(&self)
        record(stage, begin.duration(to: .now))
        return result
    }

    /// Adds to a stage's time.
    mutating func record(_ stage: String, _ duration: Duration) {
        if let index = timings.firstIndex(where: { $0.stage == stage }) {
            timings[index].duration += duration
        } else {
            timings.append((stage, duration))
        }
    }

    fileprivate var timingsJSON: JSON {
        let all = timings + [("total", start.duration(to: .now))]
        return .object(all.map { ($0.stage, JSON(($0.duration / .microseconds(1)).rounded() / 1000)) })
    }
}

/// What a command found: for programs and for people.
struct Outcome {
    var exit: ExitStatus = .done
    /// Such as `pickpose.pose/1`.
    var schema: String
    /// Such as `ok`, `nothing_found`, `not_converged`.
    var status: String
    /// The members between `status` and `warnings`.
    var body: KeyValuePairs<String, JSON>
    /// For people, without the final newline.
    var text: String
    /// A robot program, which is then the result whatever the format says.
    var program: [ProgramFile]?
}

/// A command that gives one result; parsing, encoding, output and exit code are the same for all.
protocol ResultCommand: ParsableCommand {
    var shared: SharedOptions { get }
    /// The files that `--output` may not name.
    var inputs: [String] { get }
    /// Whether `--output` takes the result itself; a command that writes a cloud there says no.
    var outputTakesResult: Bool { get }
    /// Whether the result can be a robot program.
    var writesPrograms: Bool { get }
    func perform(_ run: inout Run) throws -> Outcome
}

extension ResultCommand {
    var outputTakesResult: Bool { true }
    var writesPrograms: Bool { false }

    func run() throws { try deliver() }

    /// Refuses what no run of the command could do as it was typed.
    func checkRequest() throws {
        try checkOutput()
        if case .program(let language) = shared.format, !writesPrograms {
            throw ValidationError("--format \(language.rawValue) is a robot program, which only pick writes.")
        }
    }

    /// Performs the command and delivers its one result.
    func deliver() throws {
        try checkRequest()
        var run = Run(shared)
        let outcome = try perform(&run)
        if let program = outcome.program {
            try writeProgram(program, to: shared.output)
            if outcome.exit != .done { throw ExitCode(outcome.exit.rawValue) }
            return
        }
        var members: [(key: String, value: JSON)] = [
            ("schema", JSON(outcome.schema)), ("status", JSON(outcome.status)),
        ]
        members += outcome.body.map { ($0.key, $0.value) }
        members.append(("warnings", JSON(run.warnings)))
        if !shared.withoutTimings { members.append(("timings_ms", run.timingsJSON)) }
        let document = JSON.object(members)
        let text =
            switch shared.format {
            case .text, .program, .unknown: outcome.text
            case .json: document.pretty
            case .ndjson: document.compact
            }
        try writeResult(text + "\n", to: outputTakesResult ? shared.output : nil)
        if outcome.exit != .done { throw ExitCode(outcome.exit.rawValue) }
    }
}
