import LinearAlgebra
import PointClouds

/// The verdict on the best finalist, and how exact its pose is.
extension PoseSearch {
    /// - Parameters:
    ///   - finalists: the best first, one at least.
    ///   - comparesRivals: whether different poses were looked for.
    ///   - released: where ICP goes from a pose that was given, or that locks hold.
    func concluded(
        _ finalists: [Finalist], comparesRivals: Bool = true, released: Finalist? = nil
    ) -> SearchResult {
        let best = finalists[0]
        let constraints = medium.constraints(best.pose, limit: SearchBudget.bestConstraintSamples, locks: locks)
        let free = freeMotions(of: best.pose, constraints)
        let verdict = Verdict(
            best, rivals: comparesRivals ? Array(finalists.dropFirst()) : nil, released: released,
            distance: medium.distance / min(moving.diagonal, fixed.diagonal),
            bothSeen: moving.seen != nil && fixed.seen != nil, freeMotions: free.count)
        return SearchResult(
            finalists: finalists, verdict: verdict, center: constraints.center, freeMotions: free,
            scatter: verdict.status == .converged ? scatter(of: best.pose) : nil,
            inlierDistance: medium.distance, voxel: fine.source.voxel)
    }

    /// How the scatter of a pose is measured.
    private enum Jackknife {
        /// Parts of the samples, each aligned by itself.
        static let groups = 8
        /// Steps of ICP in each.
        static let iterations = 10
        /// The other cloud's noise doubles the variance, and so few groups don't tell it well: a fifth more.
        static let inflation = 2.4
        /// Of fewer pairs no variance is stated.
        static let leastPairs = 100
    }

    /// In the shape that the normal equations of the last refinement give, and as large as the pose really scatters: an
    /// eighth of the samples each, aligned by itself, ends where its own noise and that of its normals and neighbours lead
    /// it (a grouped jackknife, Efron 1982), which the residuals alone don't show.
    private func scatter(of pose: RigidTransform) -> PoseScatter? {
        let source = lastSamples
        var local = icp(within: lastReach, iterations: 0, onVoxels: 0, kernel: lastKernel)
        let whole = alignLocally(source, to: fine.target, from: pose, local).equations
        guard whole.pairs > Jackknife.leastPairs,
            let shape = whole.covariance(locks: locks.motions, about: pose * locks.center)
        else { return nil }
        let variance = whole.error / Double(whole.pairs - 6)
        local.maximumIterations = Jackknife.iterations
        local.translationTolerance = 1e-3 * source.voxel
        let settled = alignLocally(source, to: fine.target, from: pose, local).targetFromSource
        var scatter = 0.0
        for group in 0..<Jackknife.groups {
            let members = stride(from: Int32(group), to: Int32(source.count), by: Jackknife.groups)
            let part = source.chosen(members, threads: options.threads)
            let end = alignLocally(part, to: fine.target, from: settled, local).targetFromSource
            let turn = Quaternion(rotation: end.rotation * settled.rotation.transposed)
            let step = Twist(
                rotation: turn.rotationVector, translation: end.translation - turn.rotation * settled.translation)
            let force = whole.hessian * step
            scatter += step.rotation.dot(force.rotation) + step.translation.dot(force.translation)
        }
        // A group has an eighth of the samples: eight times the variance.
        let motions = max(1, 6 - locks.motions.rawValue.nonzeroBitCount)
        let observed = Jackknife.inflation * scatter / Double(Jackknife.groups * Jackknife.groups * motions)
        return PoseScatter(shape: shape, variance: max(variance, observed))
    }
}
