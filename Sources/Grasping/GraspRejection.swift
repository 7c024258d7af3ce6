/// Why a candidate, or a whole object, was passed over: in the order in which a candidate is tested.
public enum GraspRejection: String, CaseIterable, Sendable {
    case covered = "something over it is in the way of lifting it"
    case tooFlat = "too flat to be gripped above the support"
    case contactThin = "too little of its sides was seen"
    case tooWide = "wider than the gripper opens"
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
}

/// Candidates counted by what became of them.
public struct GraspTally: Equatable, Sendable {
    /// How many were looked at.
    public var candidates = 0
    /// How many a reason stopped, each candidate at the first.
    public var rejected: [GraspRejection: Int] = [:]

    /// Nothing counted.
    public init() {}

    mutating func reject(_ reason: GraspRejection, _ count: Int = 1) {
        rejected[reason, default: 0] += count
    }

    /// Adds up two counts.
    public static func += (left: inout Self, right: Self) {
        left.candidates += right.candidates
        left.rejected.merge(right.rejected, uniquingKeysWith: +)
    }

    /// The reasons that stopped any candidate, in the order of the tests.
    public var counts: [(reason: GraspRejection, count: Int)] {
        GraspRejection.allCases.compactMap { reason in rejected[reason].map { (reason, $0) } }
    }
}

/// An object without a pick, and what it would take.
public struct RejectedObject: Sendable {
    /// The ``GraspScene/Object/id``.
    public var object: Int
    /// What stopped the candidate that came nearest to being accepted.
    public var miss: GraspMiss
    /// What stopped its candidates, counted.
    public var tally: GraspTally

    /// Why, in a word.
    public var reason: GraspRejection { miss.reason }
}

/// By how much a candidate missed a limit, and what stood in the way.
public struct GraspMiss: Equatable, Sendable {
    /// The limit that was missed.
    public var reason: GraspRejection
    /// What was found and what was asked for: metres, radians or a share, as the reason has it; `nil` where the limit
    /// isn't a number.
    public var measured: Double?
    /// What was asked for.
    public var limit: Double?
    /// The object that stands in the way, if it is one.
    public var obstacle: Int?

    /// What was found against what was asked for, in the reason's unit.
    public init(_ reason: GraspRejection, measured: Double? = nil, limit: Double? = nil, obstacle: Int? = nil) {
        (self.reason, self.measured, self.limit, self.obstacle) = (reason, measured, limit, obstacle)
    }

    /// What is missing to the limit, in the unit of the two.
    public var shortfall: Double? {
        guard let measured, let limit else { return nil }
        return abs(measured - limit)
    }
}
