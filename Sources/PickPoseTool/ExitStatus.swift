import ArgumentParser
import Glibc
import PCLBridge
import PointClouds
import RobotCell

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
    /// The one place where an error of the library becomes an exit code.
    init(of error: any Error) {
        switch error {
        case CloudFileError.nobodyReads: self = .done
        case is ValidationError, is FrameTreeError: self = .usage
        case let error as PCLBridgeError: self.init(of: error)
        case let error as CloudFileError:
            switch error.kind {
            case .noInput: self = .noInput
            case .malformed: self = .malformedData
            case .cannotWrite: self = .cannotWrite
            case .wrongUsage: self = .usage
            }
        case let error as CellFileError: self = error.reason.isAboutReading ? .noInput : .malformedData
        case let error as PoseTextError: self = error.reason.isAboutTheName ? .usage : .malformedData
        default: self = .internalError
        }
    }

    private init(of error: PCLBridgeError) {
        switch error {
        // PCL was asked for where it isn't.
        case .helperMissing, .helperNotStarted, .libraryMissing: self = .usage
        // PCL ran, and these data are not for it.
        case .refused, .tooLarge: self = .malformedData
        case .helperEnded, .timedOut, .garbledAnswer: self = .internalError
        }
    }
}

extension ParsableCommand {
    /// Ends the process: help and version on stdout with 0, everything else as one line on stderr with its code.
    static func end(with error: any Error) -> Never {
        if let code = error as? ExitCode { Glibc.exit(code.rawValue) }
        // What the parser throws (usage, --help, --version) it also words best.
        if exitCode(for: error) != .failure || error is ValidationError { exit(withError: error) }
        let status = ExitStatus(of: error)
        if status == .done { Glibc.exit(status.rawValue) }
        // A failure in PCL is its own, and its error says what to do; nobody is asked to report it here.
        Messages().error(
            status == .internalError && !(error is PCLBridgeError)
                ? "internal error: \(error). Please report it, with the command line and the input if you can."
                : "\(error)")
        Glibc.exit(status.rawValue)
    }
}
