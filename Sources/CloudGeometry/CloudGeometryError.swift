/// Why a shape could not be described.
public enum CloudGeometryError: Error, Equatable, CustomStringConvertible {
    /// Of so many points none has three finite coordinates.
    case noValidPoints(of: Int)
    /// A ``Standing`` with numbers that describe no plane, or a trim that would leave nothing.
    case unusableStanding(reason: String)

    public var description: String {
        switch self {
        case .noValidPoints(of: 0): "there are no points; a pose needs at least one"
        case .noValidPoints(of: let count):
            "none of the \(count) points is valid (every one has a NaN or infinite coordinate); a pose needs at least one"
        case .unusableStanding(let reason): "the plane to stand on can't be used: \(reason)"
        }
    }
}
