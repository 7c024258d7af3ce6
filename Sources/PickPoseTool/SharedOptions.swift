public import ArgumentParser
public import PointClouds
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

    static var allValueStrings: [String] { ["text", "json", "ndjson"] }

    var defaultValueDescription: String { "text" }
}

/// The options that every command takes.
struct SharedOptions: ParsableArguments {
    @Option(help: "How to print the result: for people, as one JSON document, or as one JSON line each.")
    var format: OutputFormat = .text

    @Option(name: [.short, .long], help: "Write to this file, whole or not at all, instead of stdout.")
    var output: String?

    @Option(help: "The files' unit of length: m or mm. JSON and poses are in metres whatever it is.")
    var unit: LengthUnit = .meters

    @Option(help: "Seed of whatever is random. Nothing is yet: it is accepted and changes no result.")
    var seed: UInt64 = 0

    @Option(help: "Threads to use (default: every core this process may use). The result doesn't depend on it.")
    var threads: Int?

    @Flag(name: [.short, .long], help: "No messages but errors.")
    var quiet = false

    @Flag(name: [.short, .long], help: "Say on stderr what is done and with which settings.")
    var verbose = false

    @Flag(name: .customLong("no-timings"), help: "Leave the timings out of the result.")
    var withoutTimings = false

    func validate() throws {
        if case .unknown(let format) = format {
            let programs = ProgramLanguage.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError(
                "--format \(format): known are text, json and ndjson; for robot programs (pick only) \(programs).")
        }
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads \(threads): give a number from 1 to 1024.")
        }
    }

    var threadCount: Int { threads ?? availableThreads }

    /// Checks `--output` of a command whose result is another than the cloud that it writes there.
    func checkCloudOutput(of cloud: String) throws {
        guard let output else { return }
        if output == "-" { throw ValidationError("--output -: stdout carries the result; give \(cloud) a file.") }
        if CloudFormat(pathExtension: output) == nil {
            throw ValidationError("--output \(output): \(cloud) goes to a .pcd or .ply file.")
        }
    }
}
