import Glibc
import RobotCell

extension JawGripper {
    /// Between a finger and a thing of this width before the gripper closes on it: the least that is asked for, or what
    /// one that can't be set leaves when it is open.
    func clearance(beside width: Double, atLeast limits: JawLimits) -> Double {
        isAdjustable ? limits.fingerClearance : max(0, opening.upperBound - width) / 2
    }
}

extension JawCandidate {
    /// What is left between the fingers when they have turned what they hold square to them, at least: something that is
    /// turned takes up more of the closing direction, by its slope across a finger's width.
    func thickness(_ gripper: JawGripper) -> Double {
        max(0, width - gripper.fingers.width * tan(contactAngle)) * cos(contactAngle)
    }
}

extension GraspTrial {
    mutating func demandDepth(_ depth: Double, _ options: JawOptions) {
        let limit = options.sound.minimumGripDepth
        demand(
            limit - depth, doubtful: limit - options.doubtful.minimumGripDepth,
            unlikely: limit - options.unlikely.minimumGripDepth, unit: Unit.depth,
            else: GraspMiss(.tooFlat, measured: depth, limit: limit))
    }

    /// That the gripper, closed, is narrower than what it holds.
    mutating func demandThickness(of candidate: JawCandidate, gripper: JawGripper, _ options: JawOptions) {
        let closed = gripper.opening.lowerBound
        guard closed > 0 else { return }
        let thickness = candidate.thickness(gripper)
        demand(
            closed + options.squeeze - thickness, unit: Unit.length,
            else: GraspMiss(.tooThin, measured: thickness, limit: closed))
    }

    /// That what lies between the fingers is not too wide for them, has room for them beside it, and is square to them.
    mutating func demandSides(of candidate: JawCandidate, gripper: JawGripper, options: GraspOptions) {
        let (sound, doubtful, unlikely) = (options.jaw.sound, options.jaw.doubtful, options.jaw.unlikely)
        let widest = gripper.opening.upperBound - 2 * sound.fingerClearance
        demand(
            candidate.width - widest, doubtful: 2 * (sound.fingerClearance - doubtful.fingerClearance),
            unlikely: 2 * (sound.fingerClearance - unlikely.fingerClearance), unit: Unit.length,
            else: GraspMiss(.tooWide, measured: candidate.width, limit: widest))
        demandThickness(of: candidate, gripper: gripper, options.jaw)
        func beside(_ limits: JawLimits) -> Double { gripper.clearance(beside: candidate.width, atLeast: limits) }
        let needed = beside(sound) + gripper.fingers.thickness + options.obstacleClearance
        demand(
            needed - candidate.room, doubtful: beside(sound) - beside(doubtful),
            unlikely: beside(sound) - beside(unlikely), unit: Unit.length,
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
