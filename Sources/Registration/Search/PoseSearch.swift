import LinearAlgebra
import Parallel
import PointClouds
import SpatialSearch

/// The way from two prepared clouds to a judged pose: poses are proposed, screened, refined, judged and weighed, and at
/// each stage fewer of them are looked at more closely.
///
/// All poses are fixedFromMoving about the clouds' centres, see ``SearchFrames``.
struct PoseSearch {
    let moving, fixed: PreparedCloud
    private(set) var scales: SearchScales
    private(set) var options: AlignmentOptions
    /// Where the search starts if no pose is looked for everywhere; the identity of the clouds' own coordinates without a
    /// guess.
    let start: RigidTransform
    /// Motions that stay as ``start`` has them.
    private(set) var locks: MotionLocks

    init(_ frames: SearchFrames, _ scales: SearchScales, _ options: AlignmentOptions) {
        (moving, fixed, self.scales, self.options) = (frames.moving, frames.fixed, scales, options)
        start = frames.centered(options.search.start)
        // Seen from the source's origin; with locks it is the source that moves.
        locks = MotionLocks(options.search.locks, center: moving.center * -1, pose: start)
    }

    /// Poses from everywhere, the best refined and judged.
    func everywhere(guess: RigidTransform?) -> SearchResult {
        let screen = PoseScreen(coarse, .coarse)
        let fineScreen = PoseScreen(medium, .fine)
        // Only the medium scale tells a table that slid along itself from one in place.
        func narrowed(_ poses: [ScreenedPose], to limit: Int) -> [RigidTransform] {
            distinct(fineScreen.drawnCloser(poses.map(\.pose))).prefix(limit).map(\.pose)
        }
        let starts = [asTheCoordinatesStand] + (guess.map { [$0] } ?? [])
        let proposed = proposals(screen, starts: starts)
        // The starts take part as they are, too.
        var judged = drafted(starts + narrowed(proposed, to: SearchBudget.drafts))
        // What the features didn't find: the poses that a symmetry or a free direction would allow as well.
        let symmetric = screen.drawnCloser(symmetricPoses(of: judged[0].pose))
        judged = distinct(judged + drafted(narrowed(symmetric, to: SearchBudget.symmetricDrafts)))
        return concluded(sharpened(ranked(weighedByOne(judged.prefix(SearchBudget.finalists).map(\.refined)))))
    }

    /// ICP from the start, coarse to fine, and the judgement.
    func nearby() -> SearchResult {
        var refined = refined(RefinedPose(pose: start), .startOnCoarse, scales.coarseSubset, coarse.target)
        refined = self.refined(refined, .startOnMedium, medium.source, medium.target)
        let (end, unmoved) = (judged(refined), judged(RefinedPose(pose: start)))
        let best = weighed(unmoved.worth > end.worth ? unmoved : end)
        return concluded(
            sharpened([best]), comparesRivals: false, released: locks.isEmpty ? nil : released(from: best.judged))
    }

    /// The judgement of the start as it is, beside what a symmetry would allow as well.
    func evaluation() -> SearchResult {
        let given = judged(RefinedPose(pose: start))
        let screen = PoseScreen(coarse, .coarse)
        let symmetric = distinct(screen.drawnCloser(symmetricPoses(of: start))).prefix(SearchBudget.evaluationRivals)
        let rivals = weighedByOne(symmetric.map { RefinedPose(pose: $0.pose) })
        return concluded(
            ranked(rivals, after: weighed(given)), comparesRivals: given.evidence.support > 0,
            released: released(from: given))
    }

    /// Where ICP goes from a pose if nothing holds it.
    private func released(from judged: JudgedPose) -> Finalist {
        var search = self
        search.locks = MotionLocks([])
        return search.finalist(search.refined(judged.refined, .released, scales.coarseSubset, coarse.target))
    }
}

// MARK: - Stages

extension PoseSearch {
    var coarse: EvidenceSource { scales.coarse }
    var medium: EvidenceSource { scales.medium }
    var fine: EvidenceSource { scales.fine }
    /// The edge of the coarse voxels, in which most of a search's lengths are stated.
    var voxel: Double { scales.voxel }

    private var asTheCoordinatesStand: RigidTransform {
        RigidTransform(translation: moving.center - fixed.center)
    }

    /// Poses drawn to the medium surface and judged there, those that fell together once.
    private func drafted(_ poses: [RigidTransform]) -> [JudgedPose] {
        distinct(
            sideBySide(poses) { search, pose in
                let draft = search.refined(
                    RefinedPose(pose: pose), .draft, scales.mediumBalancedSubset, medium.target)
                return search.judged(draft, limit: SearchBudget.draftSamples)
            })
    }

    /// Each by a thread of its own.
    private func weighedByOne(_ poses: [RefinedPose]) -> [Finalist] {
        sideBySide(poses) { $0.finalist($1) }
    }

    /// A pose drawn closer once more and weighed.
    private func finalist(_ pose: RefinedPose) -> Finalist {
        weighed(judged(refined(pose, .finalist, scales.mediumSubset, medium.target)))
    }

    /// Every pose by itself, side by side on all threads: a search is given that takes one.
    private func sideBySide<Pose, Result>(_ poses: [Pose], _ step: (PoseSearch, Pose) -> Result) -> [Result] {
        var single = self
        single.options.threads = 1
        single.scales.medium.threads = 1
        single.scales.fine.threads = 1
        return parallelMap(poses.indices, threads: options.threads) { step(single, poses[$0]) }
    }

    func distinct<Pose: RankedPose>(_ poses: [Pose]) -> [Pose] {
        poses.distinct(angle: SamePose.angle, distance: SamePose.voxels * voxel)
    }

    /// ICP from a pose, within a reach that halves with each round.
    func refined(
        _ start: RefinedPose, _ pass: RefinementPass, _ source: SurfaceSamples, _ target: SurfaceSamples,
        unit: Double? = nil, kernel: RobustKernel = .none
    ) -> RefinedPose {
        var result = start
        var reach = pass.reach * (unit ?? voxel)
        for _ in 0..<pass.rounds {
            let fit = alignLocally(
                source, to: target, from: result.pose,
                icp(within: reach, iterations: pass.iterations, onVoxels: target.voxel, kernel: kernel))
            result.pose = fit.targetFromSource
            result.iterations += fit.iterations
            reach /= 2
        }
        return result
    }

    /// ICP as this search runs it; a step below a thousandth of a voxel ends a run.
    func icp(
        within reach: Double, iterations: Int, onVoxels voxel: Double, kernel: RobustKernel
    ) -> LocalOptions {
        LocalOptions(
            method: options.method, kernel: kernel, maximumDistance: reach, maximumIterations: iterations,
            rotationTolerance: 1e-4, translationTolerance: 1e-3 * voxel, keptShare: options.keptShare,
            comparesNormals: true, comparesSides: coarse.oriented, locks: locks, threads: options.threads)
    }
}
