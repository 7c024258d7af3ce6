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

extension GraspConfidence {
    /// How likely a grasp is to hold, from the quality of its margins (0…1).
    ///
    /// Of 298 sound grasps of a jaw gripper on labelled scans of two kinds all hold by the judge's geometry, those
    /// worth least as well; a real gripper also slips, so that none is called certain. Doubtful and unlikely ones are
    /// guesses.
    func score(ofQuality quality: Double) -> Double { scores.least + scores.span * min(1, quality) }

    /// The quality that gave a score.
    func quality(ofScore score: Double) -> Double { (score - scores.least) / scores.span }

    private var scores: (least: Double, span: Double) {
        switch self {
        case .sound: (0.75, 0.25)
        case .doubtful: (0.3, 0.4)
        case .unlikely: (0.05, 0.1)
        }
    }
}
