import LinearAlgebra

/// A pose with its place among others of its stage. Poses are fixedFromMoving, about the clouds' centres.
protocol RankedPose {
    var pose: RigidTransform { get }
    /// The higher, the better; comparable within a stage only.
    var rank: Double { get }
}

extension Sequence where Element: RankedPose {
    /// Best first, of equals the first, without those that are nearly the same as a better one.
    ///
    /// - Parameters:
    ///   - angle: rotations that differ by less, in radians, …
    ///   - distance: … and translations, in metres, are of the same pose.
    func distinct(angle: Double, distance: Double) -> [Element] {
        let sorted = enumerated().sorted { ($1.element.rank, $0.offset) < ($0.element.rank, $1.offset) }
        var result: [Element] = []
        for (_, candidate) in sorted where result.allSatisfy({ !$0.pose.isNear(candidate.pose, angle, distance) }) {
            result.append(candidate)
        }
        return result
    }
}

/// Stage 1: a pose as table look-ups see it.
struct ScreenedPose: RankedPose, Sendable {
    var pose: RigidTransform
    /// What lies together, less what contradicts, as a share of the smaller cloud.
    var score: Double

    var rank: Double { score }
}

/// Stage 2: where ICP ended from a pose.
struct RefinedPose: Sendable {
    var pose: RigidTransform
    /// Steps of ICP on the way.
    var iterations = 0
}

/// Stage 3: a refined pose as the samples judge it.
struct JudgedPose: RankedPose, Sendable {
    var refined: RefinedPose
    /// Of samples spread over the surfaces' areas.
    var evidence: PoseEvidence
    /// Of samples balanced over the surfaces' directions.
    var balanced: PoseEvidence
    /// What lies together (``PoseEvidence/closeScore``), by areas and by directions alike, times how well it agrees down
    /// to the finest scale (``PoseEvidence/trust``).
    var worth: Double

    var pose: RigidTransform { refined.pose }
    var rank: Double { worth }
}

/// Stage 4: a judged pose with all that decides whether it is believed.
struct Finalist: Sendable {
    var judged: JudgedPose
    /// How likely it is, and by which measures.
    var plausibility: PosePlausibility

    var pose: RigidTransform { judged.pose }
    var evidence: PoseEvidence { judged.evidence }
}

/// What a search found, about the clouds' centres; ``Alignment`` has it in the clouds' own coordinates.
struct SearchResult: Sendable {
    /// The best first.
    var finalists: [Finalist]
    var verdict: Verdict
    /// The middle of the surfaces in common, and the motions that those leave free.
    var center: Vector3
    var freeMotions: [Constraints.Motion]
    /// Nil unless the pose is believed.
    var scatter: PoseScatter?
    /// Metres across the surface within which a sample lies on it.
    var inlierDistance: Double
    /// The edge of the finest voxels, in metres.
    var voxel: Double
}

/// How far a pose is uncertain: a covariance in the order rx ry rz tx ty tz about the fixed cloud's centre.
struct PoseScatter: Sendable {
    /// The covariance for errors of unit variance.
    var shape: Matrix6
    /// Of the errors, in m².
    var variance: Double
}
