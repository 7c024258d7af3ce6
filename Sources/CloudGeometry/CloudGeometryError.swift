/// Why a shape could not be described.
public enum CloudGeometryError: Error, Equatable, CustomStringConvertible {
    /// Of so many points none has three finite coordinates.
    case noValidPoints(of: Int)

    public var description: String {
        switch self {
        case .noValidPoints(of: 0): "there are no points; a pose needs at least one"
        case .noValidPoints(of: let count):
            "none of the \(count) points is valid (every one has a NaN or infinite coordinate); a pose needs at least one"
        }
    }
}
