import LinearAlgebra

/// Two clouds in the roles that they have in a search: one moves, the other stays.
///
/// A search works about the clouds' centres, where Float32 is exact however far from the origin the clouds lie. This is
/// the only way there and back.
struct SearchFrames: Sendable {
    let moving, fixed: PreparedCloud
    /// Whether it is the target that moves.
    let isSwapped: Bool

    init(_ source: PreparedCloud, _ target: PreparedCloud, isSwapped: Bool) {
        (moving, fixed) = isSwapped ? (target, source) : (source, target)
        self.isSwapped = isSwapped
    }

    /// fixedFromMoving about the centres, of a pose in the clouds' own coordinates.
    func centered(_ targetFromSource: RigidTransform) -> RigidTransform {
        let pose = isSwapped ? targetFromSource.inverse : targetFromSource
        return RigidTransform(translation: fixed.center * -1) * pose * RigidTransform(translation: moving.center)
    }

    /// In the clouds' own coordinates, of fixedFromMoving about the centres.
    func targetFromSource(_ centered: RigidTransform) -> RigidTransform {
        let full =
            RigidTransform(translation: fixed.center) * centered * RigidTransform(translation: moving.center * -1)
        return isSwapped ? full.inverse : full
    }

    /// What each of source and target has of something that the moving and the fixed cloud have.
    func bySource<Value>(moving: Value, fixed: Value) -> (source: Value, target: Value) {
        isSwapped ? (fixed, moving) : (moving, fixed)
    }
}

extension Alignment {
    /// What a search found, in the clouds' own coordinates.
    init(_ found: SearchResult, in frames: SearchFrames, method: AlignmentMethod) {
        let (best, verdict) = (found.finalists[0], found.verdict)
        let evidence = best.evidence
        let pose = frames.targetFromSource(best.pose)
        let (source, fixed) = (frames.bySource(moving: frames.moving, fixed: frames.fixed).source, frames.fixed)
        self.init(
            status: verdict.status, targetFromSource: pose, method: method, iterations: best.judged.refined.iterations,
            overlap: frames.bySource(moving: evidence.overlap.source, fixed: evidence.overlap.target),
            outliers: frames.bySource(moving: frames.moving.outlierCount, fixed: fixed.outlierCount),
            inlierDistance: found.inlierDistance,
            inlierRMSE: verdict.isMeasured && evidence.support > 0 ? evidence.residual : nil,
            agreement: evidence.agreement, probability: verdict.probability, margin: verdict.margin,
            covariance: found.scatter.map {
                // About the target's origin, in the caller's direction.
                let about = $0.shape.transported(by: RigidTransform(translation: fixed.center)) * $0.variance
                return frames.isSwapped ? about.transported(by: pose) : about
            },
            degenerateDirections: found.freeMotions.map {
                let inFixed = DegenerateDirection(
                    rotation: $0.rotation, translation: $0.translation, center: found.center + fixed.center)
                return frames.isSwapped ? inFixed.seen(by: pose) : inFixed
            },
            centroidShift: (pose * source.center - source.center).length,
            runnerUps: found.finalists.dropFirst().filter { verdict.isRival($0) }
                .map { frames.targetFromSource($0.pose) },
            candidates: found.finalists.map {
                AlignmentCandidate(
                    targetFromSource: frames.targetFromSource($0.pose), plausibility: $0.plausibility)
            },
            reasons: verdict.reasons, voxel: found.voxel)
    }
}
