/// Which turns of an object its principal axes can't tell apart.
public enum Symmetry: String, Equatable, Sendable {
    /// Three different axes.
    case none
    /// y and z are of one kind: free to turn about x, the long axis of a rod.
    case axial
    /// x and y are of one kind: free to turn about z, the normal of a plate.
    case planar
    /// All three are of one kind.
    case spherical

    init(equal: (xy: Bool, yz: Bool)) {
        switch equal {
        case (false, false): self = .none
        case (false, true): self = .axial
        case (true, false): self = .planar
        case (true, true): self = .spherical
        }
    }

    /// The axes that the data don't tell from others.
    public var ambiguousAxes: Set<Axis> {
        switch self {
        case .none: []
        case .axial: [.y, .z]
        case .planar: [.x, .y]
        case .spherical: [.x, .y, .z]
        }
    }
}

/// An axis of an object's frame.
public enum Axis: String, CaseIterable, Comparable, Sendable {
    case x, y, z

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
