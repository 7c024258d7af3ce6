import LinearAlgebra
import RobotCell

/// The full test of a candidate: the points themselves and what the sensor could not see.
struct JawTest {
    let task: GraspTask
    let scene: GraspScene
    let gripper: JawGripper
    /// Whether the approach leans: what was not seen can't be taken for upright then.
    let leans: Bool

    private var options: GraspOptions { task.options }

    /// The grasp, where no limit forbids it, and the candidate as the points have it.
    func grasp(_ candidate: JawCandidate, in view: ApproachView) -> (grasp: Grasp?, candidate: JawCandidate) {
        var candidate = candidate
        let first = JawSweep(candidate, in: view, gripper: gripper, options: options)
        guard first.high > first.low else {
            candidate.trial.refuse(GraspMiss(.contactThin))
            return (nil, candidate)
        }
        // The points give the width that the cells gave to a cell's size.
        let width = Double(first.high - first.low)
        candidate.y += Double(first.high + first.low) / 2
        if gripper.isAdjustable {
            candidate.opening = min(
                gripper.opening.upperBound,
                max(gripper.opening.lowerBound, candidate.opening + width - candidate.width))
        }
        candidate.width = width
        let limits = options.jaw.limits(candidate.confidence)
        let widest = gripper.opening.upperBound - 2 * limits.fingerClearance
        candidate.trial.demand(
            width - widest, unit: GraspTrial.Unit.length, else: GraspMiss(.tooWide, measured: width, limit: widest))
        candidate.trial.demandThickness(of: candidate, gripper: gripper, options.jaw)
        guard !candidate.trial.isRejected else { return (nil, candidate) }

        let sweep = JawSweep(candidate, in: view, gripper: gripper, options: options)
        let hits = Double(sweep.fingerHits + sweep.palmHits)
        candidate.trial.demand(
            hits, unit: GraspTrial.Unit.points, else: GraspMiss(.gripperBlocked, measured: hits, limit: 0))
        if hits == 0, !view.isFromAbove {
            let lifting = Double(
                JawLift.hits(
                    candidate, in: view, gripper: gripper, lift: task.motion.lift,
                    clearance: options.obstacleClearance))
            candidate.trial.demand(
                lifting, unit: GraspTrial.Unit.points,
                else: GraspMiss(.liftBlocked, measured: lifting, limit: 0))
        }
        let scanFromGrasp = scanFromGrasp(candidate, in: view)
        if !candidate.trial.isRejected, !task.accepts(scanFromGrasp) {
            candidate.trial.refuse(GraspMiss(.outsideWorkVolume))
        }
        guard !candidate.trial.isRejected else { return (nil, candidate) }

        let sight = JawSight(candidate, in: view, scene: scene, gripper: gripper)
        demand(sweep, sight, fromAbove: view.isFromAbove, of: &candidate)
        let quality = JawQuality.quality(candidate.quality, fromAbove: view.isFromAbove, seenWith: sight)
        let least = options.jaw.minimumQuality
        candidate.trial.demand(
            least - quality, doubtful: least / 2, unlikely: candidate.confidence == .unlikely ? least : nil,
            unit: GraspTrial.Unit.quality, else: GraspMiss(.tooUncertain, measured: quality, limit: least))
        guard !candidate.trial.isRejected else { return (nil, candidate) }
        let margins = JawMargins(
            pointsBetween: sweep.between, ownShare: sweep.ownShare, room: candidate.room,
            contactAngle: candidate.contactAngle, contact: candidate.contact, seenShare: sweep.seenShare,
            offCentre: candidate.offCentre, hiddenByObject: sight.hiddenByOwn, hiddenByOthers: sight.hiddenByOther,
            unmeasured: sight.unmeasured)
        let grasp = Grasp(
            object: view.object.id, scanFromGrasp: scanFromGrasp,
            grip: .jaw(
                JawGrip(opening: candidate.opening, width: width, depth: candidate.gripDepth, margins: margins)),
            standsAt: view.object.standsAt, deviations: deviations(of: candidate, in: view),
            confidence: candidate.confidence, score: candidate.confidence.score(ofQuality: quality))
        return (grasp, candidate)
    }

    private func demand(
        _ sweep: JawSweep, _ sight: JawSight, fromAbove: Bool, of candidate: inout JawCandidate
    ) {
        typealias Unit = GraspTrial.Unit
        let (sound, doubtful, unlikely) = (options.jaw.sound, options.jaw.doubtful, options.jaw.unlikely)
        candidate.trial.demand(
            sound.minimumOwnShare - sweep.ownShare, doubtful: sound.minimumOwnShare - doubtful.minimumOwnShare,
            unit: Unit.ownShare,
            else: GraspMiss(.notOneObject, measured: sweep.ownShare, limit: sound.minimumOwnShare))
        candidate.trial.demand(
            Double(options.jaw.minimumPoints) - Double(sweep.between), unit: Unit.points,
            else: GraspMiss(.contactThin))
        candidate.trial.demand(
            sight.hiddenByOther - sound.maximumHiddenShare,
            doubtful: doubtful.maximumHiddenShare - sound.maximumHiddenShare,
            unlikely: unlikely.maximumHiddenShare - sound.maximumHiddenShare, unit: Unit.sight,
            else: GraspMiss(.hidden, measured: sight.hiddenByOther, limit: sound.maximumHiddenShare))
        guard !fromAbove else { return }
        let side = leans ? options.jaw.leaning : options.jaw.level
        // From a side the near face must have been seen, or a top seen edge-on would pass for a thin plate.
        candidate.trial.demand(
            side.minimumWidth - candidate.width, unit: Unit.depth, else: GraspMiss(.contactThin))
        candidate.trial.demand(
            sound.minimumSeenShare - sweep.seenShare, doubtful: sound.minimumSeenShare - doubtful.minimumSeenShare,
            unit: Unit.sight, else: GraspMiss(.contactThin))
        candidate.trial.demand(
            candidate.contactAngle - side.maximumContactAngle, unit: Unit.angle,
            else: GraspMiss(.contactTurned, measured: candidate.contactAngle, limit: side.maximumContactAngle))
        if leans { candidate.trial.confidence = min(candidate.trial.confidence, .doubtful) }
        candidate.trial.demand(
            sweep.valley - side.maximumValley, unit: Unit.valley, else: GraspMiss(.notOneObject))
        candidate.trial.demand(
            sight.fingerBehindOwn - side.maximumFingerHidden, doubtful: side.doubtfulFingerHidden, unit: Unit.sight,
            else: GraspMiss(.hidden, measured: sight.fingerBehindOwn, limit: side.maximumFingerHidden))
        candidate.trial.demand(
            sight.palmHidden - side.maximumPalmHidden, unit: Unit.palmSight,
            else: GraspMiss(.hidden, measured: sight.palmHidden, limit: side.maximumPalmHidden))
    }

    /// The sides give the place along y and the turn about the approach; along x the object's ends are seen no better
    /// than its sides; along the approach there is the noise.
    ///
    /// From above the other two turns are tilts against the support. From a side one of them is about the support's
    /// normal, which the support says nothing of, and a leaning object's both are free; the narrow edges that the
    /// fingers' sides were found by are then all that is known of them, so that the turn about the approach, the
    /// largest of the three, stands for each.
    private func deviations(of candidate: JawCandidate, in view: ApproachView) -> GraspDeviations {
        let (turn, place) = (candidate.turnDeviation, candidate.placeDeviation)
        let position = Vector3(place, place, scene.noise)
        guard view.isFromAbove else {
            return GraspDeviations(rotation: Vector3(turn, turn, turn), position: position)
        }
        let tilt = scene.tiltDeviation(of: view.object)
        return GraspDeviations(rotation: Vector3(tilt, tilt, turn), position: position)
    }

    private func scanFromGrasp(_ candidate: JawCandidate, in view: ApproachView) -> RigidTransform {
        let (c, s) = (candidate.cosine, candidate.sine)
        let closing = Vector3(-s, c, 0)
        let approach = Vector3(0, 0, -1)
        let origin = Vector3(
            c * candidate.x - s * candidate.y, s * candidate.x + c * candidate.y, candidate.tip)
        let viewFromGrasp = RigidTransform(
            rotation: Matrix3(columns: closing.cross(approach), closing, approach), translation: origin)
        return scene.scanFromSupport * view.supportFromView * viewFromGrasp
    }
}
