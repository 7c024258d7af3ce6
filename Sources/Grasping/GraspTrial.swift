import RobotCell

/// How near a candidate is to being accepted: each limit that it misses costs, more the further it is missed.
struct GraspTrial {
    /// What the candidate would be worth if no limit were harder than those of an unlikely grasp.
    var confidence = GraspConfidence.sound
    /// The first limit missed that no confidence allows: what the candidate is counted under.
    private(set) var rejection: GraspRejection?
    /// The limit missed by most, as sound grasps have it.
    private(set) var miss: GraspMiss?
    var cost = 0.0
    private var worst = 0.0

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
        let cost = 0.2 + excess / unit
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
}

extension GraspTrial {
    mutating func demandDepth(_ depth: Double, _ options: GraspOptions) {
        let limit = options.sound.minimumGripDepth
        demand(
            limit - depth, doubtful: limit - options.doubtful.minimumGripDepth,
            unlikely: limit - options.unlikely.minimumGripDepth, unit: 0.004,
            else: GraspMiss(.tooFlat, measured: depth, limit: limit))
    }

    /// That what lies between the fingers is not too wide for them, has room for them beside it, and is square to them.
    mutating func demandSides(of candidate: JawCandidate, gripper: JawGripper, options: GraspOptions) {
        let (sound, doubtful, unlikely) = (options.sound, options.doubtful, options.unlikely)
        let widest = gripper.opening.upperBound - 2 * sound.fingerClearance
        demand(
            candidate.width - widest, doubtful: 2 * (sound.fingerClearance - doubtful.fingerClearance),
            unlikely: 2 * (sound.fingerClearance - unlikely.fingerClearance), unit: 0.01,
            else: GraspMiss(.tooWide, measured: candidate.width, limit: widest))
        let needed = sound.fingerClearance + gripper.fingers.thickness + options.obstacleClearance
        demand(
            needed - candidate.room, doubtful: sound.fingerClearance - doubtful.fingerClearance,
            unlikely: sound.fingerClearance - unlikely.fingerClearance, unit: 0.01,
            else: GraspMiss(.neighbourTooClose, measured: max(0, candidate.room), limit: needed))
        // Past a friction cone it isn't two sides any more but a corner: no such candidate is near to anything.
        let angle = candidate.contactAngle
        demand(
            angle - sound.maximumContactAngle, doubtful: doubtful.maximumContactAngle - sound.maximumContactAngle,
            unlikely: unlikely.maximumContactAngle - sound.maximumContactAngle,
            unit: angle > doubtful.maximumContactAngle ? 0.02 : 0.1,
            else: GraspMiss(.contactTurned, measured: angle, limit: sound.maximumContactAngle))
        if confidence == .unlikely {
            let widest = gripper.opening.upperBound - 2 * unlikely.fingerClearance
            demand(
                candidate.width - widest, unit: 0.01,
                else: GraspMiss(.tooWide, measured: candidate.width, limit: widest))
        }
    }
}
