import CloudGeometry
import LinearAlgebra
import Parallel
import PointClouds
import SpatialSearch

/// A pose under consideration, in the frames of the prepared clouds (each about its own centre).
struct Candidate: Sendable {
    var pose: RigidTransform
    var evidence = PoseEvidence()
    /// Of samples balanced over the surfaces' directions.
    var even = PoseEvidence()
    /// Its place among others, as far as it was looked at.
    var worth = 0.0
    /// What it brings together, by areas and by directions alike, see ``PoseEvidence/closeScore``.
    var common = 0.0
    /// How well that agrees down to the finest scale, see ``PoseEvidence/trust``.
    var trust = 0.0
    /// What speaks for it among the finalists.
    var plausibility = PosePlausibility()
    var iterations = 0
}

/// The way from two prepared clouds to a judged pose.
struct PoseSearch {
    private(set) var options: AlignmentOptions
    /// The cloud with fewer samples moves, but for locks.
    let moving, fixed: PreparedCloud
    let isSwapped: Bool
    private(set) var scales: SearchScales

    init(_ source: PreparedCloud, _ target: PreparedCloud, _ options: AlignmentOptions) throws(VoxelGridError) {
        self.options = options
        let samples = try SearchScales.coarseSamples(of: source, target, threads: options.threads)
        // Locked motions are the target's.
        isSwapped = options.locks.isEmpty && samples.source.count > samples.target.count
        (moving, fixed) = isSwapped ? (target, source) : (source, target)
        scales = try SearchScales(
            moving, fixed, coarse: isSwapped ? (samples.target, samples.source) : samples, options)
    }

    var coarse: EvidenceSource { scales.coarse }
    var medium: EvidenceSource { scales.medium }
    var sharp: EvidenceSource { scales.sharp }
    var voxel: Double { coarse.source.voxel }

    /// Candidates from everywhere, the best refined and judged.
    func run() throws(VoxelGridError) -> Alignment {
        let screen = PoseScreen(coarse, samples: 256)
        let fineScreen = PoseScreen(medium, samples: 512, isFine: true)
        /// The best of the coarse scale as the medium scale sees them: only there does a table that slid along itself look
        /// worse than one in place.
        func narrowed(_ candidates: [Candidate], limit: Int) -> [Candidate] {
            Array(distinct(fineScreen.drawnCloser(candidates.map(\.pose)), angle: 0.1, distance: voxel).prefix(limit))
        }
        let candidates = proposals(screen)
        // The starts take part as they are, too.
        let first = starts + narrowed(candidates, limit: 12)
        var refined = refineFinely(first)
        // What the features didn't find: the poses that a symmetry or a free direction would allow as well.
        let others = narrowed(screen.drawnCloser(rivals(of: refined[0])), limit: 4)
        refined = distinct(refined + refineFinely(others), angle: 0.1, distance: voxel)
        let finalists = each(Array(refined.prefix(8))) { $0.finalist($1) }
        return try finish(finalists)
    }

    /// The local search alone: ICP from the start, coarse to fine, and the judgement.
    func runLocally() throws(VoxelGridError) -> Alignment {
        var start = Candidate(pose: self.start)
        var best = refine(start, scales.thin, coarse.target, reach: 3 * voxel, iterations: 20)
        best = refine(best, medium.source, medium.target, reach: 1.5 * voxel, iterations: 20)
        best = weighed(judged(best))
        start = weighed(judged(start))
        if start.worth > best.worth { best = start }
        return try finish([best], comparing: false, freed: options.locks.isEmpty ? nil : freed(best))
    }

    /// The judgement alone: the start as it is, beside what a symmetry would allow as well.
    func evaluate() throws(VoxelGridError) -> Alignment {
        let start = Candidate(pose: self.start)
        let screen = PoseScreen(coarse, samples: 256)
        let turned = distinct(screen.drawnCloser(rivals(of: start)), angle: 0.1, distance: voxel).prefix(3)
        let rivals = each(Array(turned)) { $0.finalist($1) }
        let touches = judged(start).evidence.support > 0
        var result = try finish(rivals, given: start, comparing: touches, freed: freed(start))
        result.targetFromSource = options.initial ?? .identity
        return result
    }

    /// Where ICP goes from a pose if nothing holds it.
    private func freed(_ candidate: Candidate) -> Candidate {
        var search = self
        search.options.locks = []
        let near = search.refine(candidate, scales.thin, coarse.target, reach: 2 * voxel, iterations: 15)
        return search.finalist(near)
    }

    /// Candidates drawn to the medium surface and judged there, those that fell together once.
    func refineFinely(_ candidates: [Candidate]) -> [Candidate] {
        let refined = each(candidates) { search, candidate in
            let near = search.refine(candidate, scales.some, medium.target, reach: 2 * voxel, iterations: 8, rounds: 3)
            return search.judged(near, limit: 800)
        }
        return distinct(refined, angle: 0.1, distance: voxel)
    }

    /// A candidate drawn closer once more and weighed.
    private func finalist(_ candidate: Candidate) -> Candidate {
        weighed(judged(refine(candidate, scales.many, medium.target, reach: 1.5 * voxel, iterations: 15)))
    }

    /// Every candidate by itself, side by side on all threads: a search is given that takes one.
    private func each(_ candidates: [Candidate], _ step: (PoseSearch, Candidate) -> Candidate) -> [Candidate] {
        var single = self
        single.options.threads = 1
        single.scales.medium.threads = 1
        single.scales.sharp.threads = 1
        var result = candidates
        result.withUnsafeMutableBufferPointer { result in
            let single = single
            nonisolated(unsafe) let (result, step) = (result, step)
            forEachBlock(of: result.count, size: 1, threads: options.threads) { i, _ in
                result[i] = step(single, result[i])
            }
        }
        return result
    }

    /// Best first, without those that are nearly the same as a better one.
    func distinct(_ candidates: [Candidate], angle: Double, distance: Double) -> [Candidate] {
        let sorted = candidates.enumerated().sorted { ($1.element.worth, $0.offset) < ($0.element.worth, $1.offset) }
        var result: [Candidate] = []
        for (_, c) in sorted where result.allSatisfy({ !$0.pose.isNear(c.pose, angle, distance) }) {
            result.append(c)
        }
        return result
    }

    /// ICP from a candidate, within a `reach` in metres that halves with each round.
    func refine(
        _ candidate: Candidate, _ source: SurfaceSamples, _ target: SurfaceSamples, reach: Double,
        iterations: Int, rounds: Int = 2, kernel: RobustKernel = .none
    ) -> Candidate {
        var result = candidate
        var reach = reach
        for _ in 0..<rounds {
            let local = LocalOptions(
                method: options.method, kernel: kernel, maximumDistance: reach,
                maximumIterations: iterations,
                rotationTolerance: 1e-4, translationTolerance: 1e-3 * target.voxel, keptShare: options.keptShare,
                comparesNormals: true, comparesSides: coarse.oriented, locks: locks,
                threads: options.threads)
            let fit = alignLocally(source, to: target, from: result.pose, local)
            result.pose = fit.targetFromSource
            result.iterations += fit.iterations
            reach /= 2
        }
        return result
    }

    /// The guess, or the identity, in the frames of the prepared clouds.
    var start: RigidTransform {
        let given = options.initial ?? .identity
        let pose = isSwapped ? given.inverse : given
        return RigidTransform(translation: fixed.center * -1) * pose
            * RigidTransform(translation: moving.center)
    }

    /// Seen from the source's origin, as ``start`` has them.
    var locks: MotionLocks { MotionLocks(options.locks, center: moving.center * -1, pose: start) }

    /// In the coordinates of the clouds as they were given.
    func original(_ pose: RigidTransform) -> RigidTransform {
        let full =
            RigidTransform(translation: fixed.center) * pose
            * RigidTransform(translation: moving.center * -1)
        return isSwapped ? full.inverse : full
    }
}

extension SurfaceSamples {
    /// Every so many samples, `limit` at most.
    func thinned(to limit: Int, threads: Int) -> SurfaceSamples {
        let step = (count + limit - 1) / limit
        return step > 1 ? chosen(stride(from: 0, to: Int32(count), by: step), threads: threads) : self
    }

    func chosen(_ indices: some Sequence<Int32>, threads: Int) -> SurfaceSamples {
        let kept = indices.map { Int($0) }
        return SurfaceSamples(
            points: points[kept], normals: normals[kept], tree: KDTree(points[kept], threads: threads),
            voxel: voxel)
    }

    /// Their mean and the axes of their spread.
    var principalAxes: (center: Vector3, axes: Matrix3) {
        let moments = Moments(points, threads: 1)
        return (moments.mean, moments.covariance.eigen().vectors)
    }
}
