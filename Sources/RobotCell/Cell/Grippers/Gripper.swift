/// What grasps, by its kind. Which places a further kind needs, says Grasping's landing page ("A further kind of
/// gripper").
public enum Gripper: Equatable, Sendable {
    /// Two fingers that close on what lies between them.
    case jaw(JawGripper)

    /// The kinds that there are, under the names that a cell's file has for them.
    public enum Kind: String, CaseIterable, Sendable {
        case jaw

        /// What lies at the grasp frame's origin, as a comment in a program says it: `fingertips`.
        package var tip: String { sizes.tip }

        var sizes: any GripperSizes.Type {
            switch self {
            case .jaw: JawGripper.self
            }
        }
    }

    /// Whether it holds the same when it is turned by half about its approach.
    public var isSymmetric: Bool {
        switch self {
        case .jaw: true
        }
    }

    /// Which kind it is.
    public var kind: Kind { type(of: sizes).kind }

    var sizes: any GripperSizes {
        switch self {
        case .jaw(let sizes): sizes
        }
    }
}
