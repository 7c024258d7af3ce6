import Glibc
import RobotCell

/// What a candidate's margins are worth together, 0…1: it ranks grasps and makes their scores.
///
/// A product, so that one poor margin spoils a grasp however good the others are. Each factor is 1 where its margin
/// couldn't be better and falls to a floor that says how much the margin matters: the lower the floor, the more. The
/// numbers were set by hand, on made scenes and on labelled scans, so that of one object's grasps the one that a person
/// would choose comes first; none is fitted to whether grasps held. Scores that users have seen are made of them.
enum JawQuality {
    /// Off its middle a thing turns in the fingers by its weight: a bell of this standard deviation, metres, half a
    /// hand's width.
    private static let centreSpread = 0.05
    private static let centreFloor = 0.3
    /// Deeper than this holds no better; metres, some three times the least depth.
    private static let fullDepth = 0.025
    private static let depthFloor = 0.5
    /// At this angle (34°, about rubber's friction) nothing is left of a contact face's worth; radians.
    private static let openAngle = 0.6
    private static let squareFloor = 0.1
    /// More room beside the object than this is never needed: three fingers of the usual kind; metres.
    private static let fullRoom = 0.03
    private static let roomFloor = 0.5
    /// What a gripper opened as far as it goes loses: there is nothing to spare on either side.
    private static let openingLoss = 0.3
    /// A finger that meets a side with none of its width still pinches an edge.
    private static let contactFloor = 0.4

    /// From a side a robot comes round the table's things and its own elbow; from above it comes alone.
    private static let fromSide = 0.6
    /// What the object hides of the fingers' way is mostly free, for it is its own shadow.
    private static let hiddenByOwn = 0.5

    /// By what the height map shows: it chooses the candidates that get the full test.
    static func quality(of candidate: JawCandidate, gripper: JawGripper) -> Double {
        let centred = exp(-candidate.offCentre * candidate.offCentre / (2 * centreSpread * centreSpread))
        let deep = min(1, candidate.gripDepth / fullDepth)
        let square = max(squareFloor, 1 - candidate.contactAngle / openAngle)
        let room = min(1, candidate.room / fullRoom)
        let easy = 1 - openingLoss * candidate.opening / gripper.opening.upperBound
        return above(centreFloor, centred) * above(depthFloor, deep) * square * above(roomFloor, room) * easy
            * above(contactFloor, candidate.contact)
    }

    /// The same with what the sensor saw of the fingers' way.
    static func quality(_ byMap: Double, fromAbove: Bool, seenWith sight: JawSight) -> Double {
        (fromAbove ? 1 : fromSide) * byMap * (1 - sight.hiddenByOther) * (1 - hiddenByOwn * sight.hiddenByOwn)
    }

    private static func above(_ floor: Double, _ share: Double) -> Double { floor + (1 - floor) * share }
}
