public import ArgumentParser
import CloudFiles
import LinearAlgebra
import Parallel
import PickPoseService
import PointClouds
import RobotPrograms

extension LengthUnit: ExpressibleByArgument {}

enum OutputFormat: ExpressibleByArgument, Equatable {
    case text, json, ndjson
    /// A robot's language, for `pick`.
    case program(ProgramLanguage)
    case unknown(String)

    init(argument: String) {
        switch argument {
        case "text": self = .text
        case "json": self = .json
        case "ndjson": self = .ndjson
        default: self = ProgramLanguage(rawValue: argument).map { .program($0) } ?? .unknown(argument)
        }
    }

    /// None, for the help names them itself: which there are depends on the command.
    static var allValueStrings: [String] { [] }

    var name: String {
        switch self {
        case .text: "text"
        case .json: "json"
        case .ndjson: "ndjson"
        case .program(let language): language.rawValue
        case .unknown(let name): name
        }
    }
}

/// The options that every command takes.
struct SharedOptions: ParsableArguments {
    @Option(
        name: .customLong("format"),
        help: ArgumentHelp(
            "How to print the result: text for people, json as one document, ndjson as one line each; from pick also a"
                + " robot program: \(ProgramLanguage.allCases.map(\.rawValue).joined(separator: ", ")). (default: text)",
            valueName: "format"))
    private var formats: [OutputFormat] = []

    @Option(name: [.short, .long], help: "Write to this file, whole or not at all, instead of stdout.")
    var output: String?

    @Option(
        name: .customLong("unit"),
        help: ArgumentHelp(
            "The files' unit of length, m or mm; JSON and poses are in metres whatever it is. (default: m)",
            valueName: "unit"))
    var givenUnit: LengthUnit?

    @Option(help: "Seed of whatever is random. Nothing is yet: it is accepted and changes no result.")
    var seed: UInt64 = 0

    @Option(
        parsing: .unconditional,
        help: "Threads to use (default: every core this process may use). The result doesn't depend on it.")
    var threads: Int?

    @Flag(name: [.short, .long], help: "No messages but errors.")
    var quiet = false

    @Flag(name: [.short, .long], help: "Say on stderr what is done and with which settings.")
    var verbose = false

    @Flag(name: .customLong("no-timings"), help: "Leave the timings out of the result.")
    var withoutTimings = false

    func validate() throws {
        if let other = formats.dropFirst().first(where: { $0 != formats[0] }) {
            throw ValidationError("--format \(formats[0].name) and --format \(other.name): give one of them.")
        }
        if quiet && verbose {
            throw ValidationError("--quiet says less and --verbose more: leave out one of the two.")
        }
        if case .unknown(let format) = format {
            let programs = ProgramLanguage.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError(
                "--format \(format): known are text, json and ndjson; for robot programs (pick only) \(programs).")
        }
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads \(threads): give a number from 1 to 1024.")
        }
    }

    var givenFormat: OutputFormat? { formats.last }
    var format: OutputFormat { givenFormat ?? .text }
    var unit: LengthUnit { givenUnit ?? .meters }

    var messages: Messages { Messages(isQuiet: quiet, isVerbose: verbose) }

    func cloud(_ path: String) -> CloudInput { .file(path, unit: unit) }

    /// `--output`, where it names a file for points.
    var cloudOutput: CloudOutput? { output.map { CloudOutput($0, unit: unit) } }

    var threadCount: Int { threads ?? availableThreads }

    /// Checks `--output` of a command whose result is another than the cloud that it writes there.
    func checkCloudOutput(of cloud: String) throws {
        guard let output else { return }
        if output == "-" { throw ValidationError("--output -: stdout carries the result; give \(cloud) a file.") }
        if CloudFormat(pathExtension: output) == nil {
            throw ValidationError("--output \(output): \(cloud) goes to a \(CloudFormat.endings) file.")
        }
    }
}
