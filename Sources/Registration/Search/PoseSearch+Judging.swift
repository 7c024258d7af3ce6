import LinearAlgebra
import PointClouds
import SpatialSearch

/// From refined poses to finalists.
extension PoseSearch {
    /// A pose as it does among others: by areas and by directions alike, and at the finest scale.
    func judged(_ refined: RefinedPose, limit: Int = SearchBudget.samples) -> JudgedPose {
        let pose = refined.pose
        let evidence = medium.evidence(pose, limit: limit)
        let balanced = medium.evidence(
            pose,
            of: (Array(scales.mediumBalanced.source.prefix(limit)), Array(scales.mediumBalanced.target.prefix(limit))))
        let common = (evidence.closeScore + balanced.closeScore) / 2
        var worth = common
        if common > 0 {
            let explained = fine.evidence(pose, limit: min(limit, SearchBudget.fineSamples)).explained
            let trust = evidence.trust * explained * explained
            worth = common * trust
        }
        return JudgedPose(refined: refined, evidence: evidence, balanced: balanced, worth: worth)
    }

    /// A judged pose with all that decides among finalists and on whether the best is believed.
    func weighed(_ judged: JudgedPose) -> Finalist {
        let constraints = medium.constraints(judged.pose, limit: SearchBudget.constraintSamples, locks: locks)
        return Finalist(
            judged: judged,
            plausibility: PosePlausibility(
                balanced: judged.balanced, hold: constraints.motions.map(\.holding).min() ?? 1,
                freeMotions: constraints.lying == 0
                    ? 0 : freeMotions(of: judged.pose, constraints, limit: SearchBudget.freeMotionSamples).count))
    }

    /// Finalists by how likely they are, without those near a likelier one.
    ///
    /// - Parameter given: the pose that is being judged; first whatever the others are.
    func ranked(_ found: [Finalist], after given: Finalist? = nil) -> [Finalist] {
        var result = given.map { [$0] } ?? []
        let order = found.enumerated().sorted {
            let (a, b) = ($0.element.plausibility.logOdds, $1.element.plausibility.logOdds)
            return (b, $1.element.judged.worth, $0.offset) < (a, $0.element.judged.worth, $1.offset)
        }
        for (_, candidate) in order where result.allSatisfy({ !isSame($0, candidate) }) { result.append(candidate) }
        return result
    }

    /// The share of a pose's worth that the choice of samples makes, and a little more.
    private static let worthTolerance = 0.02

    /// The same finalists, the first refined on the finest scale.
    func sharpened(_ finalists: [Finalist]) -> [Finalist] {
        let best = finalists[0]
        let better = judged(
            refined(best.judged.refined, .last, lastSamples, fine.target, unit: lastReach, kernel: lastKernel))
        // Never worse than what it started from, as far as the medium samples tell: which of them just lie within the
        // distance changes a pose's worth by a hundredth.
        guard better.worth >= best.judged.worth - Self.worthTolerance * abs(best.judged.worth) else {
            return finalists
        }
        let finalist = weighed(better)
        return [finalist] + finalists.dropFirst().filter { !isSame($0, finalist) }
    }

    private func isSame(_ a: Finalist, _ b: Finalist) -> Bool {
        a.pose.isNear(b.pose, SamePose.angle, SamePose.finalistVoxels * voxel)
    }
}

// MARK: - The last refinement

extension PoseSearch {
    var lastSamples: SurfaceSamples { fine.source.thinned(to: SearchBudget.lastSamples, threads: options.threads) }

    /// The reach of the last round, in metres.
    var lastReach: Double { max(voxel / 4, fine.source.voxel) }

    /// Cauchy's kernel, unless another is asked for: errors of a voxel's mean and of both clouds' noise are no outliers.
    var lastKernel: RobustKernel {
        options.kernel ?? .cauchy(scale: 0.8 * fine.source.voxel + 2 * max(moving.noise, fixed.noise))
    }
}

// MARK: - Free motions

extension PoseSearch {
    /// What makes a motion a free one.
    private enum FreeMotion {
        /// Held by fewer of the lying points it is worth a try; firmer ones have been seen to be held.
        static let loosestHold = 0.15
        /// How far the surfaces are moved either way, in coarse voxels.
        static let slide = 4.0
        /// The share of what lies together that a free motion leaves lying.
        static let leastLeft = 0.82
    }

    /// Motions along which the pose can go some way without losing what supports it.
    ///
    /// By areas and by directions alike, so that areas that only slide along themselves don't decide: a table with
    /// one cup on it isn't free.
    func freeMotions(
        of pose: RigidTransform, _ constraints: Constraints, limit: Int = SearchBudget.samples
    ) -> [Constraints.Motion] {
        func common(_ pose: RigidTransform) -> Double {
            medium.evidence(pose, limit: limit).closeScore
                + medium.evidence(pose, of: scales.mediumBalanced).closeScore
        }
        let here = common(pose)
        return constraints.motions.filter { motion in
            guard motion.holding < FreeMotion.loosestHold else { return false }
            return [-FreeMotion.slide, FreeMotion.slide].contains { voxels in
                let reach = voxels * voxel
                let there = RigidTransform(translation: constraints.center)
                let slide = RigidTransform(
                    exponential: Twist(
                        rotation: motion.rotation * reach, translation: motion.translation * reach))
                return common(there * slide * there.inverse * pose) > FreeMotion.leastLeft * here
            }
        }
    }
}
