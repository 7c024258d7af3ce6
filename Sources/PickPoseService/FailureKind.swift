import CloudFiles
import Files
import Grasping
import PCLBridge
import RobotCell
import RobotPrograms

/// What a request's failure is about: the one place where errors are sorted, for exit codes and whatever else answers
/// for them.
public enum FailureKind: Sendable {
    /// What was asked can't be done as it was asked, whatever the files hold.
    case wrongRequest
    /// What a file or a pipe holds.
    case malformedData
    /// A file that isn't there or can't be read.
    case noInput
    case cannotWrite
    /// Whoever was to read the result has gone: nothing is wrong.
    case nobodyReads
    /// A second opinion that failed by itself.
    case otherProgram
    /// An error that no request should end with.
    case unexpected

    public init(of error: any Error) {
        switch error {
        case OutputFileError.nobodyReads, CloudFileError.output(.nobodyReads): self = .nobodyReads
        case is OutputFileError: self = .cannotWrite
        case is RequestError, is FrameTreeError, is PoseTextError: self = .wrongRequest
        case let error as PCLFailure: self.init(of: error)
        case let error as CloudFileError:
            switch error.kind {
            case .noInput: self = .noInput
            case .malformed: self = .malformedData
            case .cannotWrite: self = .cannotWrite
            case .wrongUsage: self = .wrongRequest
            }
        case is CalibrationError: self = .malformedData
        case let error as CellFileError: self = error.reason.isAboutReading ? .noInput : .malformedData
        case let error as PickPlanError:
            if case .frames = error { self = .wrongRequest } else { self = .malformedData }
        case let error as RobotProgramError:
            if case .frames = error {
                self = .wrongRequest
            } else {
                self = error.isAboutReading ? .noInput : .malformedData
            }
        default: self = .unexpected
        }
    }

    private init(of failure: PCLFailure) {
        switch failure.error {
        // PCL is needed where it isn't.
        case .helperMissing, .helperNotStarted, .libraryMissing: self = .wrongRequest
        // PCL ran, and these data are not for it.
        case .refused, .tooLarge: self = .malformedData
        // No mesh makes a sound reader crash; a damaged one does so to PCL's.
        case .helperEnded where failure.mesh != nil: self = .malformedData
        case .helperEnded, .timedOut, .garbledAnswer: self = .otherProgram
        }
    }
}
