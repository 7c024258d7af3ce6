/// Why PCL gave no answer, in one line that says what to do.
public enum PCLBridgeError: Error, Equatable, Sendable {
    /// There is no helper program at `path`.
    case helperMissing(path: String)
    case helperNotStarted(path: String, reason: String)
    /// The helper's libraries are not on this machine; `line` is the loader's.
    case libraryMissing(line: String)
    /// The helper ended by itself; `lastWords` is the end of what it wrote to stderr.
    case helperEnded(operation: String, how: String, lastWords: String)
    case timedOut(operation: String, seconds: Double)
    /// The answer is not what the protocol has; versions that don't fit are the likely cause.
    case garbledAnswer(operation: String, detail: String)
    /// PCL ran and could not do it.
    case refused(operation: String, reason: String)
    case tooLarge(operation: String, points: Int)
}

extension PCLBridgeError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .helperMissing(let path):
            "the PCL helper is not at \(path): apt-get install libpcl-dev, then build with `swift build` "
                + "(without PICKPOSE_PCL=0)"
        case .helperNotStarted(let path, let reason):
            "the PCL helper \(path) could not be started: \(reason)"
        case .libraryMissing(let line):
            "the PCL helper lacks a library (\(line)): apt-get install libpcl-dev"
        case .helperEnded(let operation, let how, let lastWords):
            "PCL's \(operation) ended without an answer (\(how)\(lastWords.isEmpty ? "" : "; \(lastWords)"))"
        case .timedOut(let operation, let seconds):
            "PCL's \(operation) took more than \(seconds) s and was stopped"
        case .garbledAnswer(let operation, let detail):
            "the PCL helper's answer to a \(operation) makes no sense (\(detail)): rebuild it together with pickpose"
        case .refused(let operation, let reason):
            "PCL's \(operation) failed: \(reason)"
        case .tooLarge(let operation, let points):
            "PCL's \(operation) takes at most \(Int32.max) points, and there are \(points): downsample first"
        }
    }
}
