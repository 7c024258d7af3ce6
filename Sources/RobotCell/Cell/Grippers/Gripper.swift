/// What grasps, by its kind.
///
/// A further kind is a case here, its sizes in a type of its own, its reading from the cell's file beside
/// ``JawGripper``'s, and a sampler of grasps in the module Grasping: the compiler asks for each.
public enum Gripper: Equatable, Sendable {
    /// Two fingers that close on what lies between them.
    case jaw(JawGripper)

    /// The kinds that there are, under the names that a cell's file has for them.
    public enum Kind: String, CaseIterable, Sendable {
        case jaw
    }

    /// Which kind it is.
    public var kind: Kind {
        switch self {
        case .jaw: .jaw
        }
    }
}
