import LinearAlgebra
import RobotCell

/// The full test of a candidate: the points themselves and what the sensor could not see.
struct GraspTest {
    let scene: GraspScene
    let gripper: JawGripper
    let options: GraspOptions
    /// Whether the approach leans: what was not seen can't be taken for upright then.
    let leans: Bool
    let accepts: @Sendable (RigidTransform) -> Bool

    /// The grasp, where no limit forbids it, and the candidate as the points have it.
    func grasp(_ candidate: JawCandidate, in view: ApproachView) -> (grasp: Grasp?, candidate: JawCandidate) {
        var candidate = candidate
        let first = GripperSweep(candidate, in: view, gripper: gripper, options: options)
        guard first.high > first.low else {
            candidate.trial.demand(1, unit: 1, else: GraspMiss(.contactThin))
            return (nil, candidate)
        }
        // The points give the width that the cells gave to a cell's size.
        let width = Double(first.high - first.low)
        candidate.y += Double(first.high + first.low) / 2
        candidate.opening = min(
            gripper.opening.upperBound, max(gripper.opening.lowerBound, candidate.opening + width - candidate.width))
        candidate.width = width
        let limits = options.limits(candidate.confidence)
        let widest = gripper.opening.upperBound - 2 * limits.fingerClearance
        candidate.trial.demand(
            width - widest, unit: 0.01, else: GraspMiss(.tooWide, measured: width, limit: widest))
        guard !candidate.trial.isRejected else { return (nil, candidate) }

        var sweep = GripperSweep(candidate, in: view, gripper: gripper, options: options)
        let hits = Double(sweep.fingerHits + sweep.palmHits)
        candidate.trial.demand(hits, unit: 20, else: GraspMiss(.gripperBlocked, measured: hits, limit: 0))
        if hits == 0, !view.isFromAbove {
            let lifting = Double(
                GripperSweep.liftHits(candidate, in: view, gripper: gripper, options: options))
            candidate.trial.demand(lifting, unit: 20, else: GraspMiss(.liftBlocked, measured: lifting, limit: 0))
        }
        let scanFromGrasp = scanFromGrasp(candidate, in: view)
        if !candidate.trial.isRejected, !accepts(scanFromGrasp) {
            candidate.trial.demand(1, unit: 1, else: GraspMiss(.outsideWorkVolume))
        }
        guard !candidate.trial.isRejected else { return (nil, candidate) }

        sweep.look(candidate, in: view, scene: scene, gripper: gripper)
        demandSight(sweep, fromAbove: view.isFromAbove, of: &candidate)
        let worth =
            (view.isFromAbove ? 1 : 0.6) * candidate.promise * (1 - sweep.hiddenByOther)
            * (1 - 0.5 * sweep.hiddenByOwn)
        candidate.trial.demand(
            options.minimumPromise - worth, doubtful: options.minimumPromise / 2,
            unlikely: candidate.confidence == .unlikely ? options.minimumPromise : nil, unit: 0.1,
            else: GraspMiss(.tooUncertain, measured: worth, limit: options.minimumPromise))
        guard !candidate.trial.isRejected else { return (nil, candidate) }
        let margins = GraspMargins(
            pointsBetween: sweep.between, ownShare: sweep.ownShare, room: candidate.room,
            contactAngle: candidate.contactAngle, contact: candidate.contact, seenShare: sweep.seenShare,
            offCentre: candidate.offCentre, hiddenByObject: sweep.hiddenByOwn, hiddenByOthers: sweep.hiddenByOther,
            unmeasured: sweep.unmeasured)
        let grasp = Grasp(
            object: view.object.id, scanFromGrasp: scanFromGrasp, opening: candidate.opening, width: width,
            gripDepth: candidate.gripDepth, footing: view.object.footing,
            deviations: deviations(of: candidate, in: view), confidence: candidate.confidence,
            score: candidate.confidence.score(worth), margins: margins)
        return (grasp, candidate)
    }

    private func demandSight(_ sweep: GripperSweep, fromAbove: Bool, of candidate: inout JawCandidate) {
        let (sound, doubtful) = (options.sound, options.doubtful)
        candidate.trial.demand(
            sound.minimumOwnShare - sweep.ownShare, doubtful: sound.minimumOwnShare - doubtful.minimumOwnShare,
            unit: 0.05,
            else: GraspMiss(.notOneObject, measured: sweep.ownShare, limit: sound.minimumOwnShare))
        candidate.trial.demand(40 - Double(sweep.between), unit: 20, else: GraspMiss(.contactThin))
        candidate.trial.demand(
            sweep.hiddenByOther - sound.maximumHiddenShare,
            doubtful: doubtful.maximumHiddenShare - sound.maximumHiddenShare,
            unlikely: options.unlikely.maximumHiddenShare - sound.maximumHiddenShare, unit: 0.15,
            else: GraspMiss(.hidden, measured: sweep.hiddenByOther, limit: sound.maximumHiddenShare))
        guard !fromAbove else { return }
        // From a side the near face must have been seen, or a top seen edge-on would pass for a thin plate.
        candidate.trial.demand(0.012 - candidate.width, unit: 0.004, else: GraspMiss(.contactThin))
        candidate.trial.demand(
            sound.minimumSeenShare - sweep.seenShare, doubtful: sound.minimumSeenShare - doubtful.minimumSeenShare,
            unit: 0.15, else: GraspMiss(.contactThin))
        if leans {
            candidate.trial.demand(
                candidate.contactAngle - 0.35, unit: 0.1,
                else: GraspMiss(.contactTurned, measured: candidate.contactAngle, limit: 0.35))
            candidate.trial.confidence = min(candidate.trial.confidence, .doubtful)
        }
        // Two things one on the other meet in a crease.
        candidate.trial.demand(
            sweep.valley - options.maximumValley, unit: 0.005, else: GraspMiss(.notOneObject))
        candidate.trial.demand(
            sweep.fingerBehindOwn - (leans ? 0.4 : 0.75), doubtful: leans ? 0 : 0.2, unit: 0.15,
            else: GraspMiss(.hidden, measured: sweep.fingerBehindOwn, limit: leans ? 0.4 : 0.75))
        candidate.trial.demand(
            sweep.palmHidden - 0.5, unit: 0.25, else: GraspMiss(.hidden, measured: sweep.palmHidden, limit: 0.5))
    }

    /// The sides give the place along y and the turn about the approach; along x the object's ends are seen no better
    /// than its sides; along the approach and for the tilt there is the noise, about a level over the object's size.
    private func deviations(of candidate: JawCandidate, in view: ApproachView) -> GraspDeviations {
        let size = Double((view.object.high - view.object.low).max())
        let tilt = scene.noise / max(0.05, size)
        let turn = candidate.turnDeviation
        let place = candidate.placeDeviation
        return GraspDeviations(
            rotation: view.isFromAbove ? Vector3(tilt, tilt, turn) : Vector3(turn, turn, turn),
            position: Vector3(place, place, scene.noise))
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

extension GraspConfidence {
    /// How likely a grasp is to hold, from the worth of its margins (0…1).
    ///
    /// Of 298 sound grasps on labelled scans of two kinds all hold by the judge's geometry, those worth least as well;
    /// a real gripper also slips, so that none is called certain. Doubtful and unlikely ones are guesses.
    func score(_ worth: Double) -> Double {
        switch self {
        case .sound: 0.75 + 0.25 * min(1, worth)
        case .doubtful: 0.3 + 0.4 * min(1, worth)
        case .unlikely: 0.05 + 0.1 * min(1, worth)
        }
    }
}
