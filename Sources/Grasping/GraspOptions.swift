/// What the search for grasps keeps to. Lengths in metres, angles in radians.
public struct GraspOptions: Equatable, Sendable {
    /// The same, where there is room for more than ``GraspLimits/fingerClearance``.
    public var roomyFingerClearance = 0.012
    /// Between the gripper and everything that it must not touch, in any direction.
    public var obstacleClearance = 0.003
    /// Between the fingertips and the support, or what the object stands on.
    public var supportClearance = 0.006
    /// How far the tips reach below the top of what they hold, the candidates tried.
    public var gripDepths = [0.014, 0.02, 0.028, 0.038]
    /// Between the closing directions tried; the object's own sides and the seen edges are tried besides.
    public var yawStep = Double.pi / 12
    /// The most that the approach may lean from the support's normal: the approach cone. From a quarter turn on, level
    /// approaches are tried too.
    public var maximumTilt = Double.pi / 2
    /// How far before the grasp the straight approach begins.
    public var approach = 0.1
    /// How far the object is lifted along the support's normal after the fingers closed.
    public var lift = 0.1
    /// From a side, the deepest dip in what is held; a deeper one is the crease between two things.
    public var maximumValley = 0.006
    /// A sound grasp's margins are worth this much; a doubtful one's half.
    public var minimumPromise = 0.15
    /// Candidates a direction of approach that get the full test, best first.
    public var candidatesTested = 16

    /// What a sound grasp keeps to.
    public var sound = GraspLimits()
    /// What a doubtful grasp keeps to.
    public var doubtful = GraspLimits(
        fingerClearance: 0.003, minimumGripDepth: 0.006, maximumContactAngle: 0.61, minimumOwnShare: 0.92,
        maximumHiddenShare: 0.45, minimumSeenShare: 0.45)
    /// What an unlikely one keeps to: as a doubtful one, and the sides may meet at a right angle,
    /// which takes more room beside the fingers' edges.
    public var unlikely = GraspLimits(
        fingerClearance: 0.007, minimumGripDepth: 0.006, maximumContactAngle: 0.87, minimumOwnShare: 0.92,
        maximumHiddenShare: 0.55, minimumSeenShare: 0.45)
    /// The least trusted grasps that are given at all.
    public var minimumConfidence = GraspConfidence.unlikely

    /// Everything at its default.
    public init() {}

    func limits(_ confidence: GraspConfidence) -> GraspLimits {
        switch confidence {
        case .sound: sound
        case .doubtful: doubtful
        case .unlikely: unlikely
        }
    }
}

/// How small a grasp's margins may get. Lengths in metres, angles in radians.
public struct GraspLimits: Equatable, Sendable {
    /// Between each finger and the object before it closes, at least.
    public var fingerClearance = 0.005
    /// Less overlap of finger and object than this along the approach is no grip.
    public var minimumGripDepth = 0.008
    /// The most that a contact face may be turned against the closing direction: the friction cone (atan 0.5, of rubber
    /// on cardboard atan 0.7).
    public var maximumContactAngle = 0.46
    /// The smallest share of the points between the fingers that must belong to the object.
    public var minimumOwnShare = 0.95
    /// The largest share of the fingers' volume that may be hidden from the sensor by something else.
    public var maximumHiddenShare = 0.35
    /// From a side, the smallest share of the way from finger to finger on which the near side must have been seen.
    public var minimumSeenShare = 0.6

    public init() {}

    init(
        fingerClearance: Double, minimumGripDepth: Double, maximumContactAngle: Double, minimumOwnShare: Double,
        maximumHiddenShare: Double, minimumSeenShare: Double
    ) {
        (self.fingerClearance, self.minimumGripDepth) = (fingerClearance, minimumGripDepth)
        (self.maximumContactAngle, self.minimumOwnShare) = (maximumContactAngle, minimumOwnShare)
        (self.maximumHiddenShare, self.minimumSeenShare) = (maximumHiddenShare, minimumSeenShare)
    }
}
