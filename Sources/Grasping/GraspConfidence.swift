/// How far a grasp may be trusted, by the margins that it keeps.
public enum GraspConfidence: String, CaseIterable, Comparable, Sendable {
    /// Against what is known of grippers: only worth a try where nothing else can be picked, such as a pinch across a
    /// corner, which holds on rubber pads alone.
    case unlikely
    /// It may well hold, but a margin is smaller than it ought to be.
    case doubtful
    /// Every margin is kept.
    case sound

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .unlikely: 0
        case .doubtful: 1
        case .sound: 2
        }
    }
}
