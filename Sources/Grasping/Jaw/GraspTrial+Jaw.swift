import RobotCell

extension GraspTrial {
    mutating func demandDepth(_ depth: Double, _ options: JawOptions) {
        let limit = options.sound.minimumGripDepth
        demand(
            limit - depth, doubtful: limit - options.doubtful.minimumGripDepth,
            unlikely: limit - options.unlikely.minimumGripDepth, unit: Unit.depth,
            else: GraspMiss(.tooFlat, measured: depth, limit: limit))
    }

    /// That what lies between the fingers is not too wide for them, has room for them beside it, and is square to them.
    mutating func demandSides(of candidate: JawCandidate, gripper: JawGripper, options: GraspOptions) {
        let (sound, doubtful, unlikely) = (options.jaw.sound, options.jaw.doubtful, options.jaw.unlikely)
        let widest = gripper.opening.upperBound - 2 * sound.fingerClearance
        demand(
            candidate.width - widest, doubtful: 2 * (sound.fingerClearance - doubtful.fingerClearance),
            unlikely: 2 * (sound.fingerClearance - unlikely.fingerClearance), unit: Unit.length,
            else: GraspMiss(.tooWide, measured: candidate.width, limit: widest))
        let needed = sound.fingerClearance + gripper.fingers.thickness + options.obstacleClearance
        demand(
            needed - candidate.room, doubtful: sound.fingerClearance - doubtful.fingerClearance,
            unlikely: sound.fingerClearance - unlikely.fingerClearance, unit: Unit.length,
            else: GraspMiss(.neighbourTooClose, measured: max(0, candidate.room), limit: needed))
        let angle = candidate.contactAngle
        demand(
            angle - sound.maximumContactAngle, doubtful: doubtful.maximumContactAngle - sound.maximumContactAngle,
            unlikely: unlikely.maximumContactAngle - sound.maximumContactAngle,
            unit: angle > doubtful.maximumContactAngle ? Unit.corner : Unit.angle,
            else: GraspMiss(.contactTurned, measured: angle, limit: sound.maximumContactAngle))
        if confidence == .unlikely {
            let widest = gripper.opening.upperBound - 2 * unlikely.fingerClearance
            demand(
                candidate.width - widest, unit: Unit.length,
                else: GraspMiss(.tooWide, measured: candidate.width, limit: widest))
        }
    }
}
