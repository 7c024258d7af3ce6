/// What the search for grasps with two fingers keeps to. Lengths in metres, angles in radians.
public struct JawOptions: Equatable, Sendable {
    /// How far the tips reach below the top of what they hold, the candidates tried: from what just holds to most of a
    /// finger.
    public var gripDepths: [Double]
    /// Between the closing directions tried; the object's own sides and the seen edges are tried besides. 15° leaves a
    /// side at most 7.5° from square, well within the friction cone.
    public var yawStep: Double
    /// Between each finger and the object before it closes, where there is room for more than
    /// ``JawLimits/fingerClearance``: what a robot and a scan are off by together doesn't touch then.
    public var roomyFingerClearance: Double
    /// Candidates a direction of approach that get the full test, best first. The best ones are mostly alike, and one of
    /// the first few passes; sixteen bound the time where none does.
    public var candidatesTested: Int
    /// A sound grasp's margins are worth this much together, 0…1; a doubtful one's half.
    public var minimumQuality: Double
    /// Fewer points than this between the fingers are too few to have seen what is held.
    public var minimumPoints: Int

    /// How much further than a thing's width the fingers must be able to close: less is no force. Asked of grippers that
    /// don't close to 0.
    public var squeeze: Double

    /// What a sound grasp keeps to.
    public var sound: JawLimits
    /// What a doubtful grasp keeps to.
    public var doubtful: JawLimits
    /// What an unlikely one keeps to.
    public var unlikely: JawLimits
    /// What an approach from a side of something upright keeps to besides.
    public var level: JawSideLimits
    /// What an approach that leans keeps to besides; it is doubtful at best.
    public var leaning: JawSideLimits

    /// Lengths in metres, angles in radians.
    public init(
        gripDepths: [Double] = [0.014, 0.02, 0.028, 0.038], yawStep: Double = .pi / 12,
        roomyFingerClearance: Double = 0.012, candidatesTested: Int = 16, minimumQuality: Double = 0.15,
        minimumPoints: Int = 40, squeeze: Double = 0.001, sound: JawLimits = .sound, doubtful: JawLimits = .doubtful,
        unlikely: JawLimits = .unlikely, level: JawSideLimits = .level, leaning: JawSideLimits = .leaning
    ) {
        (self.gripDepths, self.yawStep, self.roomyFingerClearance) = (gripDepths, yawStep, roomyFingerClearance)
        (self.candidatesTested, self.minimumQuality) = (candidatesTested, minimumQuality)
        (self.minimumPoints, self.squeeze) = (minimumPoints, squeeze)
        (self.sound, self.doubtful, self.unlikely) = (sound, doubtful, unlikely)
        (self.level, self.leaning) = (level, leaning)
    }

    /// What a grasp of a confidence keeps to.
    public func limits(_ confidence: GraspConfidence) -> JawLimits {
        switch confidence {
        case .sound: sound
        case .doubtful: doubtful
        case .unlikely: unlikely
        }
    }
}

/// How small a grasp's margins may get at a confidence. Lengths in metres, angles in radians.
public struct JawLimits: Equatable, Sendable {
    /// Between each finger and the object before it closes, at least.
    public var fingerClearance: Double
    /// Less overlap of finger and object than this along the approach is no grip.
    public var minimumGripDepth: Double
    /// The most that a contact face may be turned against the closing direction: the friction cone.
    public var maximumContactAngle: Double
    /// The smallest share of the points between the fingers that must belong to the object.
    public var minimumOwnShare: Double
    /// The largest share of the fingers' volume that may be hidden from the sensor by something else.
    public var maximumHiddenShare: Double
    /// From a side, the smallest share of the way from finger to finger on which the near side must have been seen.
    public var minimumSeenShare: Double

    /// Lengths in metres, angles in radians, shares 0…1; what isn't given is as ``sound`` has it.
    public init(
        fingerClearance: Double = 0.005, minimumGripDepth: Double = 0.008, maximumContactAngle: Double = 0.46,
        minimumOwnShare: Double = 0.95, maximumHiddenShare: Double = 0.35, minimumSeenShare: Double = 0.6
    ) {
        (self.fingerClearance, self.minimumGripDepth) = (fingerClearance, minimumGripDepth)
        (self.maximumContactAngle, self.minimumOwnShare) = (maximumContactAngle, minimumOwnShare)
        (self.maximumHiddenShare, self.minimumSeenShare) = (maximumHiddenShare, minimumSeenShare)
    }

    /// The friction of metal on cardboard (atan 0.5 = 26°), and twice a scan's error beside each finger.
    public static let sound = JawLimits()
    /// The friction of rubber on cardboard (atan 0.7 = 35°), and a scan's error beside each finger.
    public static let doubtful = JawLimits(
        fingerClearance: 0.003, minimumGripDepth: 0.006, maximumContactAngle: 0.61, minimumOwnShare: 0.92,
        maximumHiddenShare: 0.45, minimumSeenShare: 0.45)
    /// As a doubtful one, but the two sides may meet at a right angle (each turned by 45°, and 5° for their noise),
    /// which takes more room beside the fingers' edges.
    public static let unlikely = JawLimits(
        fingerClearance: 0.007, minimumGripDepth: 0.006, maximumContactAngle: 0.87, minimumOwnShare: 0.92,
        maximumHiddenShare: 0.55, minimumSeenShare: 0.45)
}

/// What a grasp from a side keeps to besides, where a view from one place shows less of what is between the fingers
/// than from above. Lengths in metres, angles in radians, shares 0…1.
public struct JawSideLimits: Equatable, Sendable {
    /// Less between the fingers may be a top that is seen edge-on and taken for a thin plate.
    public var minimumWidth: Double
    /// The deepest dip in what is held; a deeper one is the crease between two things, one on the other.
    public var maximumValley: Double
    /// The largest share of one finger's way that the object itself may hide.
    public var maximumFingerHidden: Double
    /// How much more than that makes the grasp doubtful and not impossible.
    public var doubtfulFingerHidden: Double
    /// The largest share of the palm's place that may be hidden by anything.
    public var maximumPalmHidden: Double
    /// The most that a contact face may be turned against the closing direction: a second limit, kept besides that of
    /// ``JawLimits``, so that the smaller of the two holds.
    public var maximumContactAngle: Double

    /// Lengths in metres, angles in radians, shares 0…1; by default those of ``level``.
    public init(
        minimumWidth: Double = 0.012, maximumValley: Double = 0.006, maximumFingerHidden: Double = 0.75,
        doubtfulFingerHidden: Double = 0.2, maximumPalmHidden: Double = 0.5, maximumContactAngle: Double = .infinity
    ) {
        (self.minimumWidth, self.maximumValley) = (minimumWidth, maximumValley)
        (self.maximumFingerHidden, self.doubtfulFingerHidden) = (maximumFingerHidden, doubtfulFingerHidden)
        (self.maximumPalmHidden, self.maximumContactAngle) = (maximumPalmHidden, maximumContactAngle)
    }

    /// One of the two fingers mostly goes behind what stands upright, which a camera sees from one side only.
    public static let level = JawSideLimits()
    /// Behind something that leans more may lie than its own thickness, and its far side was not seen: less may be
    /// hidden, and the sides are held to 20°.
    public static let leaning = JawSideLimits(
        maximumFingerHidden: 0.4, doubtfulFingerHidden: 0, maximumContactAngle: 0.35)
}
