/// What the search for grasps keeps to. Lengths in metres, angles in radians.
public struct GraspOptions: Equatable, Sendable {
    /// Between each finger and the object before it closes, at least.
    public var fingerClearance = 0.005
    /// The same, where there is room for more.
    public var roomyFingerClearance = 0.012
    /// Between the gripper and everything that it must not touch, in any direction.
    public var obstacleClearance = 0.003
    /// Between the fingertips and the support.
    public var supportClearance = 0.006
    /// How far the tips reach below the top of what they hold, the candidates tried.
    public var gripDepths = [0.014, 0.02, 0.028, 0.038]
    /// Less overlap of finger and object than this along the approach is no grip.
    public var minimumGripDepth = 0.008
    /// Between the closing directions tried; the object's own sides and the seen edges are tried besides.
    public var yawStep = Double.pi / 12
    /// The most that a contact face may be turned against the closing direction: the friction cone (atan 0.5).
    public var maximumContactAngle = 0.46
    /// The most that the approach may lean from the support's normal: the approach cone.
    public var maximumTilt = Double.pi / 2
    /// How far before the grasp the straight approach begins.
    public var approach = 0.1
    /// The smallest share of the points between the fingers that must belong to the object.
    public var minimumOwnShare = 0.95
    /// The largest share of the fingers' volume that may be hidden from the sensor by something else.
    public var maximumHiddenShare = 0.35
    /// From a side, the deepest dip in what is held; a deeper one is the crease between two things.
    public var maximumValley = 0.006
    /// Picks that score less are rejected as too uncertain.
    public var minimumScore = 0.15
    /// Candidates an object that get the full test, best first.
    public var candidatesTested = 16

    public init() {}
}
