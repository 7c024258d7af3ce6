/// Why a file isn't written, whatever it was to hold.
public enum OutputFileError: Error, Equatable, Sendable {
    case cannotWrite(path: String, reason: String)
    /// Whoever read the standard output has seen enough (`pickpose … | head`): no failure, but an end.
    case nobodyReads
}

extension OutputFileError: CustomStringConvertible {
    /// One line: the file, what is wrong, and what to do.
    public var description: String {
        switch self {
        case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)"
        case .nobodyReads: "(standard output): nobody reads it any more"
        }
    }
}
