/// How near a candidate is to being accepted: each limit that it misses costs, more the further it is missed.
struct GraspTrial {
    /// How far the candidate may be trusted by the limits asked so far: it falls with each that is missed and never
    /// rises again.
    var confidence = GraspConfidence.sound
    /// The first limit missed that no confidence allows: what the candidate is counted under.
    private(set) var rejection: GraspRejection?
    /// The limit missed by most, as sound grasps have it.
    private(set) var miss: GraspMiss?
    var cost = 0.0
    private var worst = 0.0

    /// What missing a limit costs at all: of two candidates about as near, the one that misses fewer limits is nearer.
    private static let costOfMissing = 0.2

    var isRejected: Bool { rejection != nil }

    /// - Parameters:
    ///   - excess: how far beyond a sound grasp's limit, 0 or less if within.
    ///   - doubtful: how far it may be beyond for a doubtful grasp; likewise `unlikely`.
    ///   - unit: the excess that costs 1.
    mutating func demand(
        _ excess: Double, doubtful: Double = 0, unlikely: Double? = nil, unit: Double,
        else miss: @autoclosure () -> GraspMiss
    ) {
        guard excess > 0 else { return }
        let cost = Self.costOfMissing + excess / unit
        self.cost += cost
        let miss = miss()
        if cost > worst {
            worst = cost
            self.miss = miss
        }
        if excess <= doubtful {
            confidence = min(confidence, .doubtful)
        } else if excess <= unlikely ?? doubtful {
            confidence = .unlikely
        } else if rejection == nil {
            rejection = miss.reason
        }
    }

    /// Rejects for a reason that has no measure: as far off as by one unit of any other.
    mutating func refuse(_ miss: @autoclosure () -> GraspMiss) {
        demand(1, unit: 1, else: miss())
    }
}

extension GraspTrial {
    /// The excess over a limit that costs 1: about what a person would call a clear miss. They only say which of the
    /// rejected candidates came nearest, which is the one that a rejected object's reason and obstacle are told from;
    /// no grasp is accepted or ranked by them.
    enum Unit {
        /// Of what is too wide, of missing room, and of the palm in something; metres.
        static let length = 0.01
        /// Of a grip that is too shallow or a thing too thin: a scan's error and a half; metres.
        static let depth = 0.004
        /// Of a dip in what is held; metres.
        static let valley = 0.005
        /// Of the gripper in the support, which a lower approach can't mend; metres.
        static let support = 0.002
        /// Of contact faces within the friction cone of rubber; radians.
        static let angle = 0.1
        /// Beyond it a corner lies between the fingers and no two sides, which is near to nothing; radians.
        static let corner = 0.02
        /// Of the share of other things' points between the fingers.
        static let ownShare = 0.05
        /// Of what is hidden, or wasn't seen, of the fingers' way.
        static let sight = 0.15
        /// Of what is hidden of the palm's place.
        static let palmSight = 0.25
        /// Of points in the way, or missing: a finger's breadth of them at a common density.
        static let points = 20.0
        /// Of what the margins are worth together.
        static let quality = 0.1
    }
}
