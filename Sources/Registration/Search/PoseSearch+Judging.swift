import LinearAlgebra
import PointClouds
import SpatialSearch

/// The word on a pose, and the answer.
extension PoseSearch {
    /// The last refinement on the finest scale, and the verdict; of `given`, where it is, the verdict alone.
    ///
    /// - Parameters:
    ///   - comparing: whether different poses were looked for.
    ///   - freed: where ICP goes from a pose that was given, or that locks hold.
    func finish(
        _ found: [Candidate], given: Candidate? = nil, comparing: Bool = true, freed: Candidate? = nil
    ) throws(VoxelGridError) -> Alignment {
        var finalists = given.map { [weighed(judged($0))] } ?? []
        let order = found.enumerated()
            .sorted {
                let (a, b) = ($0.element.plausibility.logOdds, $1.element.plausibility.logOdds)
                return (b, $1.element.worth, $0.offset) < (a, $0.element.worth, $1.offset)
            }
            .map(\.element)
        for candidate in order
        where finalists.allSatisfy({ !$0.pose.isNear(candidate.pose, 0.1, 1.5 * voxel) }) {
            finalists.append(candidate)
        }
        let source = sharp.source.thinned(to: 10_000, threads: options.threads)
        if given == nil {
            let best = finalists[0]
            let better = judged(
                refine(best, source, sharp.target, reach: 4 * lastReach, iterations: 20, rounds: 3, kernel: lastKernel))
            // Never worse than what it started from, as far as the medium samples tell: which of them just lie within the
            // distance changes a pose's worth by a hundredth.
            if better.worth >= best.worth - 0.02 * abs(best.worth) {
                let rivals = finalists.dropFirst().filter { !$0.pose.isNear(better.pose, 0.1, 1.5 * voxel) }
                finalists = [weighed(better)] + rivals
            }
        }
        let best = finalists[0]
        let constraints = medium.constraints(best.pose, limit: 20_000, locks: locks)
        let free = freeMotions(of: best, constraints)
        let verdict = Verdict(
            best, rivals: comparing ? Array(finalists.dropFirst()) : nil, freed: freed,
            distance: medium.distance / min(moving.diagonal, fixed.diagonal), bothSeen: areScans,
            freeMotions: free.count)
        let e = best.evidence
        let pose = original(best.pose)
        let center = isSwapped ? fixed.center : moving.center
        let directions = free.map { motion in
            let inFixed = DegenerateDirection(
                rotation: motion.rotation, translation: motion.translation,
                center: constraints.center + fixed.center)
            return isSwapped ? inFixed.seen(by: pose) : inFixed
        }
        return Alignment(
            status: verdict.status, targetFromSource: pose, method: options.method,
            iterations: best.iterations,
            overlap: isSwapped ? (e.overlap.target, e.overlap.source) : e.overlap,
            strayPoints: isSwapped
                ? (fixed.strayCount, moving.strayCount) : (moving.strayCount, fixed.strayCount),
            inlierDistance: medium.distance,
            inlierRMSE: verdict.isMeasured && e.support > 0 ? e.residual : nil, agreement: e.agreement,
            probability: verdict.probability, margin: verdict.margin,
            covariance: verdict.status == .converged ? covariance(best.pose, of: source) : nil,
            degenerateDirections: directions,
            centroidShift: (pose * center - center).length,
            runnerUps: finalists.dropFirst().filter { verdict.isRival($0) }.map { original($0.pose) },
            candidates: finalists.map {
                AlignmentCandidate(targetFromSource: original($0.pose), plausibility: $0.plausibility)
            },
            reasons: verdict.reasons, voxel: sharp.source.voxel)
    }

    /// Of the last round of the last refinement.
    private var lastReach: Double { max(voxel / 4, sharp.source.voxel) }
    private var lastKernel: RobustKernel {
        options.kernel ?? .cauchy(scale: 0.8 * sharp.source.voxel + 2 * max(moving.noise, fixed.noise))
    }

    /// Whether both clouds are scans from one place.
    private var areScans: Bool { moving.seen != nil && fixed.seen != nil }

    /// Motions along which the pose can go some way without losing what speaks for it.
    ///
    /// By areas and by directions alike, so that areas that only slide along themselves don't have the say: a table with
    /// one cup on it isn't free.
    private func freeMotions(
        of best: Candidate, _ constraints: Constraints, limit: Int = 8000
    ) -> [Constraints.Motion] {
        func common(_ pose: RigidTransform) -> Double {
            medium.evidence(pose, limit: limit).closeScore + medium.evidence(pose, of: scales.even).closeScore
        }
        let here = common(best.pose)
        return constraints.motions.filter { motion in
            guard motion.holding < 0.15 else { return false }
            return [-4.0, 4].contains { voxels in
                let reach = voxels * voxel
                let there = RigidTransform(translation: constraints.center)
                let slide = RigidTransform(
                    exponential: Twist(
                        rotation: motion.rotation * reach, translation: motion.translation * reach))
                return common(there * slide * there.inverse * best.pose) > 0.82 * here
            }
        }
    }

    /// In the shape that the normal equations of the last refinement give, and as large as the pose really scatters: an
    /// eighth of the samples each, aligned by itself, ends where its own noise and that of its normals and neighbours lead
    /// it (a grouped jackknife, Efron 1982), which the residuals alone don't show.
    private func covariance(_ pose: RigidTransform, of source: SurfaceSamples) -> Matrix6? {
        var local = LocalOptions(
            method: options.method, kernel: lastKernel, maximumDistance: lastReach, maximumIterations: 0,
            translationTolerance: 0, keptShare: options.keptShare, comparesNormals: true, comparesSides: sharp.oriented,
            locks: locks,
            threads: options.threads)
        let groups = 8
        let whole = alignLocally(source, to: sharp.target, from: pose, local).equations
        guard whole.pairs > 100,
            let inverse = whole.covariance(locks: locks.motions, about: pose * locks.center)
        else { return nil }
        let variance = whole.error / Double(whole.pairs - 6)
        local.maximumIterations = 10
        local.translationTolerance = 1e-3 * source.voxel
        let settled = alignLocally(source, to: sharp.target, from: pose, local).targetFromSource
        var scatter = 0.0
        for group in 0..<groups {
            let members = stride(from: Int32(group), to: Int32(source.count), by: groups)
            let part = source.chosen(members, threads: options.threads)
            let end = alignLocally(part, to: sharp.target, from: settled, local).targetFromSource
            let turn = Quaternion(rotation: end.rotation * settled.rotation.transposed)
            let step = Twist(
                rotation: turn.rotationVector, translation: end.translation - turn.rotation * settled.translation)
            let force = whole.hessian * step
            scatter += step.rotation.dot(force.rotation) + step.translation.dot(force.translation)
        }
        // A group has an eighth of the samples: eight times the variance. The other cloud's noise doubles it, and so few
        // groups don't tell it well: a fifth more.
        let motions = max(1, 6 - locks.motions.rawValue.nonzeroBitCount)
        let observed = 2.4 * scatter / Double(groups * groups * motions)
        // About the target's origin, in the caller's direction.
        let about = inverse.transported(by: RigidTransform(translation: fixed.center))
        let all = about * max(variance, observed)
        return isSwapped ? all.transported(by: original(pose)) : all
    }

    /// With the last word on its place among others: by areas and by directions alike, at the finest scale.
    func judged(_ candidate: Candidate, limit: Int = 8000) -> Candidate {
        var result = candidate
        result.evidence = medium.evidence(candidate.pose, limit: limit)
        result.even = medium.evidence(
            candidate.pose, of: (Array(scales.even.source.prefix(limit)), Array(scales.even.target.prefix(limit))))
        result.common = (result.evidence.closeScore + result.even.closeScore) / 2
        if result.common > 0 {
            let explained = sharp.evidence(candidate.pose, limit: min(limit, 3000)).explained
            result.trust = result.evidence.trust * explained * explained
        }
        result.worth = result.common > 0 ? result.common * result.trust : result.common
        return result
    }

    /// A judged candidate with all that decides among finalists and on whether the best is believed.
    func weighed(_ judged: Candidate) -> Candidate {
        var result = judged
        let constraints = medium.constraints(judged.pose, limit: 4000, locks: locks)
        result.plausibility = PosePlausibility(
            even: judged.even, hold: constraints.motions.map(\.holding).min() ?? 1,
            freeMotions: constraints.lying == 0 ? 0 : freeMotions(of: judged, constraints, limit: 2000).count)
        return result
    }
}
