/// Why a candidate, or a whole object, was passed over: in the order in which a candidate is tested, and
/// last why the grasp that was found isn't given.
///
/// Those that speak of fingers, a palm or a pinch are a jaw's; a further kind of gripper adds its own where its tests have
/// them, and says in ``GraspMiss/detail`` what their numbers are.
public enum GraspRejection: String, CaseIterable, Sendable {
    case covered = "something over it is in the way of lifting it"
    case tooFlat = "too flat to be gripped above the support"
    case contactThin = "too little of its sides was seen"
    case tooWide = "wider than the gripper opens"
    case tooThin = "thinner than the gripper closes to"
    case neighbourTooClose = "no room for a finger beside it"
    case contactTurned = "its sides are turned too far against the closing direction"
    case palmBlocked = "the palm would touch something"
    case supportInTheWay = "the gripper would touch the support"
    case gripperBlocked = "the gripper would touch something"
    case liftBlocked = "the gripper would touch something while lifting"
    case outsideWorkVolume = "outside the work volume"
    case notOneObject = "more than this object would lie between the fingers"
    case hidden = "the way of a finger is hidden from the sensor"
    case tooUncertain = "too uncertain"
    case lastResort = "only a pinch that is unlikely to hold"
    case noPlace = "no place to hold it was found"
    case lessTrusted = "trusted less than asked for"
}

/// An object without a pick, and what it would take.
public struct RejectedObject: Sendable {
    /// The ``GraspScene/Object/id``.
    public var object: Int
    /// What stopped the candidate that came nearest to being accepted.
    public var miss: GraspMiss
    /// What stopped its candidates, counted.
    public var tally: GraspTally

    /// An object that no grasp was found for.
    public init(object: Int, miss: GraspMiss, tally: GraspTally = .init()) {
        (self.object, self.miss, self.tally) = (object, miss, tally)
    }

    /// Why, in a word.
    public var reason: GraspRejection { miss.reason }
}
