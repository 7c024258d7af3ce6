import ArgumentParser
import Glibc
import PCLBridge
import PointClouds
import RobotCell
import RobotPrograms

/// How a run ended, as the shell sees it (the numbers are those of sysexits.h).
enum ExitStatus: Int32 {
    case done = 0
    /// The command ran, but found nothing or did not converge; the result says which.
    case nothingFound = 1
    case usage = 64
    case malformedData = 65
    case noInput = 66
    case internalError = 70
    case cannotWrite = 73
}

extension ExitStatus {
    /// The one place where an error becomes an exit code.
    ///
    /// What was typed is wrong usage, whatever is wrong with it; what a file or a pipe holds is malformed data.
    init(of error: any Error) {
        switch error {
        case CloudFileError.nobodyReads: self = .done
        case is ValidationError, is FrameTreeError, is PoseTextError: self = .usage
        case let error as PCLFailure: self.init(of: error)
        case let error as CloudFileError:
            switch error.kind {
            case .noInput: self = .noInput
            case .malformed: self = .malformedData
            case .cannotWrite: self = .cannotWrite
            case .wrongUsage: self = .usage
            }
        case let error as CellFileError: self = error.reason.isAboutReading ? .noInput : .malformedData
        case let error as RobotProgramError:
            if case .frames = error { self = .usage } else { self = error.isAboutReading ? .noInput : .malformedData }
        // What the parser says no to, it knows itself.
        default: self = PickPoseTool.exitCode(for: error) == .validationFailure ? .usage : .internalError
        }
    }

    private init(of failure: PCLFailure) {
        switch failure.error {
        // PCL is needed where it isn't.
        case .helperMissing, .helperNotStarted, .libraryMissing: self = .usage
        // PCL ran, and these data are not for it.
        case .refused, .tooLarge: self = .malformedData
        // No mesh makes a sound reader crash; a damaged one does so to PCL's.
        case .helperEnded where failure.mesh != nil: self = .malformedData
        case .helperEnded, .timedOut, .garbledAnswer: self = .internalError
        }
    }
}

extension PickPoseTool {
    /// Ends the process: help and version on stdout with 0, everything else as one line on stderr with its code.
    static func end(with error: any Error) -> Never {
        if let code = error as? ExitCode { Glibc.exit(code.rawValue) }
        if exitCode(for: error) == .success { exit(withError: error) }
        // PCL's own error, where a command passes it on: then it was asked for a second opinion.
        let error: any Error = (error as? PCLBridgeError).map { PCLFailure($0) } ?? error
        let status = ExitStatus(of: error)
        switch status {
        case .done: break
        case .usage where error is ValidationError || exitCode(for: error) == .validationFailure:
            let name = commandName(in: CommandLine.arguments.dropFirst())
            var text = message(for: error)
            if text.last == "." { text.removeLast() }
            Messages().error("\(text) (see `\(name) --help`)")
        // A failure in PCL is its own, and its error says what to do; nobody is asked to report it here.
        case .internalError where !(error is PCLFailure):
            Messages().error(
                "internal error: \(error). Please report it, with the command line and the input if you can.")
        default: Messages().error("\(error)")
        }
        Glibc.exit(status.rawValue)
    }

    /// The command that the arguments begin with, such as `pickpose cell check`.
    private static func commandName(in arguments: some Sequence<String>) -> String {
        var (name, command) = ("pickpose", self as any ParsableCommand.Type)
        for word in arguments {
            let next = command.configuration.subcommands.first { $0.configuration.commandName == word }
            guard let next else { break }
            (name, command) = ("\(name) \(word)", next)
        }
        return name
    }
}
