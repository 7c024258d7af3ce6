import LinearAlgebra
import PointClouds
import SpatialSearch

/// A pose under consideration, in the frames of the prepared clouds (each about its own centre).
struct Candidate: Sendable {
    var pose: RigidTransform
    var evidence = PoseEvidence()
    /// How it did among thousands, see ``PoseScreen``.
    var screening = 0.0
    /// The last word on its place among the finalists: by areas and by directions alike.
    var worth = 0.0
    var iterations = 0
    var origin = "?"
}

/// The way from two prepared clouds to a judged pose.
struct PoseSearch {
    let options: AlignmentOptions
    /// The cloud with fewer samples moves.
    let moving, fixed: PreparedCloud
    let isSwapped: Bool
    let coarse: EvidenceSource
    let medium: EvidenceSource
    let thin, few: SurfaceSamples
    /// Of the medium scale.
    let many: SurfaceSamples

    init(_ source: PreparedCloud, _ target: PreparedCloud, _ options: AlignmentOptions)
        throws(VoxelGridError)
    {
        self.options = options
        let threads = options.threads
        let noise = max(source.noise, target.noise)
        var voxel = max(
            2 * max(source.spacing, target.spacing), min(source.diagonal, target.diagonal) / 60, 4 * noise
        )
        var (s, t) = (
            try source.samples(voxel: voxel, neighbors: 20, threads: threads),
            try target.samples(voxel: voxel, neighbors: 20, threads: threads)
        )
        // A part in a large scene keeps its own scale, as far as the scene's samples can be borne.
        let scale = min(source.diagonal, target.diagonal) / 30
        while max(s.count, t.count) > (voxel < scale ? 9000 : 40_000) {
            voxel *= 1.25
            if s.count > 9000 { s = try source.samples(voxel: voxel, neighbors: 20, threads: threads) }
            if t.count > 9000 { t = try target.samples(voxel: voxel, neighbors: 20, threads: threads) }
        }
        isSwapped = s.count > t.count
        (moving, fixed) = isSwapped ? (target, source) : (source, target)
        if isSwapped { swap(&s, &t) }
        coarse = EvidenceSource(
            source: s, target: t, sourceSeen: moving.seen, targetSeen: fixed.seen,
            oriented: moving.isOriented && fixed.isOriented, distance: max(0.5 * voxel, 2.5 * noise),
            threads: threads)
        let half = voxel / 2
        medium = EvidenceSource(
            source: try moving.samples(voxel: half, threads: threads),
            target: try fixed.samples(voxel: half, threads: threads), sourceSeen: moving.seen,
            targetSeen: fixed.seen, oriented: coarse.oriented, distance: max(0.5 * half, 2.5 * noise),
            threads: threads)
        thin = s.thinned(to: 1000, threads: threads)
        few = s.thinned(to: 300, threads: threads)
        many = medium.source.thinned(to: 3000, threads: threads)
    }

    var voxel: Double { coarse.source.voxel }

    /// Candidates from everywhere, the best refined and judged.
    func run() throws(VoxelGridError) -> Alignment {
        let candidates = proposals()
        var refined = refineCoarsely(candidates, few)
        // What the features didn't find: the poses that a symmetry or a free direction would allow as well.
        let rivals = refineCoarsely(rivals(of: refined[0]), few)
        refined = distinct(refined + rivals, angle: 0.1, distance: voxel)
        for i in refined.indices.prefix(6) {
            refined[i] = refine(refined[i], thin, coarse.target, reach: 2.5 * voxel, iterations: 20)
            refined[i].evidence = coarse.evidence(refined[i].pose, limit: 2000)
        }
        refined = distinct(Array(refined.prefix(6)), angle: 0.1, distance: voxel)
        var finalists: [Candidate] = []
        for candidate in refined.prefix(5) {
            var better = refine(candidate, many, medium.target, reach: 1.5 * voxel, iterations: 15)
            better.evidence = medium.evidence(better.pose, limit: 6000)
            finalists.append(better)
        }
        return try finish(finalists)
    }

    /// The local search alone: ICP from the start, coarse to fine, and the judgement.
    func runLocally() throws(VoxelGridError) -> Alignment {
        var start = Candidate(pose: self.start, origin: "start")
        start.evidence = medium.evidence(start.pose)
        var best = refine(start, thin, coarse.target, reach: 3 * voxel, iterations: 20)
        best = refine(best, medium.source, medium.target, reach: 1.5 * voxel, iterations: 20)
        best.evidence = medium.evidence(best.pose)
        return try finish(best.evidence.rank >= start.evidence.rank ? [best] : [start])
    }

    /// The judgement alone: the start as it is, beside what a symmetry would allow as well.
    func evaluate() throws(VoxelGridError) -> Alignment {
        let start = Candidate(pose: self.start, origin: "start")
        let rivals = refineCoarsely(rivals(of: start), thin).prefix(3).map {
            refine($0, many, medium.target, reach: 1.5 * voxel, iterations: 15)
        }
        var result = try finish(rivals, given: start)
        result.targetFromSource = options.initial ?? .identity
        return result
    }

    /// The last refinement on the finest scale, and the verdict; of `given`, where it is, the verdict alone.
    private func finish(_ found: [Candidate], given: Candidate? = nil) throws(VoxelGridError)
        -> Alignment
    {
        let even = medium.balanced(limit: 2000)
        func judged(_ candidate: Candidate) -> Candidate {
            var result = candidate
            result.evidence = medium.evidence(candidate.pose, limit: 8000)
            result.worth = (result.evidence.rank + medium.evidence(candidate.pose, of: even).rank) / 2
            return result
        }
        var finalists = given.map { [judged($0)] } ?? []
        // What nothing contradicts comes first: of two scans of a symmetric thing, the wrong pose often covers more.
        func isContradicted(_ candidate: Candidate) -> Int {
            candidate.evidence.agreement < Verdict.leastAgreement.plain || candidate.worth < 0.1 ? 1 : 0
        }
        let order = found.map(judged).enumerated()
            .sorted {
                (isContradicted($0.element), $1.element.worth, $0.offset)
                    < (isContradicted($1.element), $0.element.worth, $1.offset)
            }
            .map(\.element)
        for candidate in order
        where finalists.allSatisfy({ !$0.pose.isNear(candidate.pose, 0.1, 1.5 * voxel) }) {
            finalists.append(candidate)
        }
        var best = finalists[0]
        let fine = try finest()
        let refined = refine(
            best, fine.source, fine.target, reach: max(voxel, 4 * fine.source.voxel), iterations: 20,
            rounds: 3)
        let better = judged(refined)
        // Never worse than what it started from.
        if given == nil && better.worth >= best.worth - 0.02 * abs(best.worth) { best = better }
        let constraints = medium.constraints(best.pose, limit: 20_000)
        let free = freeMotions(of: best, constraints) { judged(Candidate(pose: $0)).worth }
        // Against a pose for which nothing speaks, others can't be measured.
        let rival = best.worth > 0 ? finalists.dropFirst().map { $0.worth / best.worth }.max() : nil
        let margin = rival.map { min(1, max(0, 1 - $0)) }
        let verdict = Verdict(
            best.evidence, even: medium.evidence(best.pose, of: even), margin: margin,
            distance: medium.distance / min(moving.diagonal, fixed.diagonal),
            closeness: best.evidence.residual / medium.distance,
            bothSeen: moving.seen != nil && fixed.seen != nil, freeMotions: free.count)
        let e = best.evidence
        let pose = original(best.pose)
        let center = isSwapped ? fixed.center : moving.center
        let direction = free.map { motion in
            DegenerateDirection(
                rotation: motion.rotation, translation: motion.translation,
                center: constraints.center + fixed.center)
        }
        let rivals = finalists.dropFirst().filter { $0.worth > 0.8 * best.worth }.map {
            original($0.pose)
        }
        return Alignment(
            status: verdict.status, targetFromSource: pose, method: options.method,
            iterations: best.iterations,
            overlap: isSwapped ? (e.overlap.target, e.overlap.source) : e.overlap,
            inlierDistance: medium.distance,
            inlierRMSE: verdict.isMeasured && e.support > 0 ? e.residual : nil, agreement: e.agreement,
            margin: verdict.isMeasured ? margin : nil,
            covariance: verdict.status == .converged ? covariance(best.pose) : nil,
            degenerateDirections: direction,
            centroidShift: (pose * center - center).length, runnerUps: rivals, reasons: verdict.reasons,
            voxel: fine.source.voxel)
    }

    /// Both clouds at the finest scale that spacing, noise and `options.voxel` allow, at most some 100 000 samples.
    private func finest() throws(VoxelGridError) -> (source: SurfaceSamples, target: SurfaceSamples) {
        let spacing = max(moving.spacing, fixed.spacing)
        var size = options.voxel ?? max(min(2 * spacing, medium.source.voxel), voxel / 4)
        var clouds = (
            try moving.samples(voxel: size, threads: options.threads),
            try fixed.samples(voxel: size, threads: options.threads)
        )
        while options.voxel == nil && max(clouds.0.count, clouds.1.count) > 100_000 {
            size *= 1.5
            clouds = (
                try moving.samples(voxel: size, threads: options.threads),
                try fixed.samples(voxel: size, threads: options.threads)
            )
        }
        return clouds
    }

    /// Motions along which the pose can go some way without losing what speaks for it.
    ///
    /// By `worth`, so that areas that only slide along themselves don't have the say: a table with one cup on it isn't
    /// free.
    private func freeMotions(
        of best: Candidate, _ constraints: Constraints, worth: (RigidTransform) -> Double
    ) -> [Constraints.Motion] {
        constraints.motions.filter { motion in
            guard motion.holding < 0.15 else { return false }
            return [-4.0, 4].contains { voxels in
                let reach = voxels * voxel
                let there = RigidTransform(translation: constraints.center)
                let slide = RigidTransform(
                    exponential: Twist(
                        rotation: motion.rotation * reach, translation: motion.translation * reach))
                return worth(there * slide * there.inverse * best.pose) > 0.82 * best.worth
            }
        }
    }

    /// From the scatter across the surface at the medium scale, neighbouring samples counted as one observation in four.
    private func covariance(_ pose: RigidTransform) -> Matrix6? {
        var options = LocalOptions(
            method: .pointToPlane, maximumDistance: medium.distance, translationTolerance: 0,
            threads: options.threads)
        options.maximumIterations = 0
        let fit = alignLocally(medium.source, to: medium.target, from: pose, options)
        guard fit.equations.pairs > 6, let inverse = fit.equations.covariance else { return nil }
        let variance = fit.equations.error / Double(fit.equations.pairs - 6)
        // About the target's origin, in the caller's direction.
        let about = inverse.transported(by: RigidTransform(translation: fixed.center))
        let all = about * (4 * variance)
        return isSwapped ? all.transported(by: original(pose)) : all
    }

    private func refineCoarsely(_ candidates: [Candidate], _ samples: SurfaceSamples) -> [Candidate] {
        var result = candidates
        for i in result.indices {
            result[i] = refine(result[i], samples, coarse.target, reach: 2.5 * voxel, iterations: 8)
            result[i].evidence = coarse.evidence(result[i].pose, limit: 600)
        }
        return distinct(result, angle: 0.1, distance: voxel)
    }

    /// Best first, without those that are nearly the same as a better one.
    private func distinct(_ candidates: [Candidate], angle: Double, distance: Double) -> [Candidate] {
        var sorted = candidates
        sort(&sorted)
        var result: [Candidate] = []
        for c in sorted where result.allSatisfy({ !$0.pose.isNear(c.pose, angle, distance) }) {
            result.append(c)
        }
        return result
    }

    /// Poses that would be as good as `best` if the surfaces were symmetric or left a direction free.
    private func rivals(of best: Candidate) -> [Candidate] {
        var result: [Candidate] = []
        func turn(about axis: Vector3, _ angle: Double, through center: Vector3) -> RigidTransform {
            let r = Quaternion(rotationVector: axis * angle).rotation
            return RigidTransform(rotation: r, translation: center - r * center)
        }
        // The cloud with a full surface has its symmetries about its own axes.
        let base = moving.seen != nil && fixed.seen == nil ? coarse.target : coarse.source
        let axes = base.principalAxes
        let toTarget = base.count == coarse.source.count ? best.pose : .identity
        let center = toTarget * axes.center
        for i in 0..<3 {
            let axis = toTarget.rotation * axes.axes.column(i)
            for quarter in 1...3 {
                result.append(
                    Candidate(
                        pose: turn(about: axis, Double(quarter) * .pi / 2, through: center) * best.pose,
                        origin: "axis \(i) \(quarter)"))
            }
        }
        return result
    }

    private func refine(
        _ candidate: Candidate, _ source: SurfaceSamples, _ target: SurfaceSamples, reach: Double,
        iterations: Int,
        rounds: Int = 2
    ) -> Candidate {
        var result = candidate
        var reach = reach
        for _ in 0..<rounds {
            let local = LocalOptions(
                method: options.method, kernel: .none, maximumDistance: reach,
                maximumIterations: iterations,
                rotationTolerance: 1e-4, translationTolerance: 1e-3 * target.voxel, comparesNormals: true,
                comparesSides: coarse.oriented, locks: options.locks,
                threads: options.threads)
            let fit = alignLocally(source, to: target, from: result.pose, local)
            result.pose = fit.targetFromSource
            result.iterations += fit.iterations
            reach /= 2
        }
        return result
    }

    /// Every pose worth a look.
    private func proposals() -> [Candidate] {
        var result: [Candidate] = []
        // As the coordinates stand.
        result.append(
            Candidate(pose: RigidTransform(translation: moving.center - fixed.center), origin: "identity")
        )
        if options.initial != nil { result.append(Candidate(pose: start, origin: "guess")) }
        let (s, t) = (coarse.source, coarse.target)
        let radius = 5 * voxel
        let threads = options.threads
        let a = SurfaceFeatures(of: s, radius: radius, oriented: coarse.oriented, threads: threads)
        let b = SurfaceFeatures(of: t, radius: radius, oriented: coarse.oriented, threads: threads)
        let matches = matchFeatures(a, b, limit: 2400, threads: threads)
        let consensus = MatchConsensus(
            matches, s, t, tolerance: 1.2 * voxel, oriented: coarse.oriented, threads: threads)
        result += consensus.hypotheses(seeds: 160, limit: 60, threads: threads)
            .map { Candidate(pose: $0.targetFromSource, origin: "features \($0.support)") }
        let screen = PoseScreen(coarse)
        let pairs = screen.promising(consensus.pairPoses(partners: 8, threads: threads), limit: 600)
        var found = screen.drawnCloser(result.map(\.pose) + pairs)
        if max(moving.diagonal, fixed.diagonal) < 2 * min(moving.diagonal, fixed.diagonal) {
            let shifts = [0.05, 0.25].map { (moving.middle(behind: $0), fixed.middle(behind: $0)) }
            found += screen.fromRotations(count: 600, shifts: shifts, limit: 200)
        }
        found = found.enumerated()
            .sorted { ($1.element.screening, $0.offset) < ($0.element.screening, $1.offset) }.map(
                \.element)
        var kept: [Candidate] = []
        for candidate in found where kept.count < 32 {
            if kept.allSatisfy({ !$0.pose.isNear(candidate.pose, 0.1, voxel) }) { kept.append(candidate) }
        }
        // The start takes part as it is, too.
        return result.prefix(options.initial == nil ? 1 : 2) + kept
    }

    /// The guess, or the identity, in the frames of the prepared clouds.
    private var start: RigidTransform {
        let given = options.initial ?? .identity
        let pose = isSwapped ? given.inverse : given
        return RigidTransform(translation: fixed.center * -1) * pose
            * RigidTransform(translation: moving.center)
    }

    /// In the coordinates of the clouds as they were given.
    func original(_ pose: RigidTransform) -> RigidTransform {
        let full =
            RigidTransform(translation: fixed.center) * pose
            * RigidTransform(translation: moving.center * -1)
        return isSwapped ? full.inverse : full
    }

    private func sort(_ candidates: inout [Candidate]) {
        candidates = candidates.enumerated()
            .sorted { ($1.element.evidence.rank, $0.offset) < ($0.element.evidence.rank, $1.offset) }
            .map(\.element)
    }

}

extension SurfaceSamples {
    /// Every so many samples, `limit` at most.
    func thinned(to limit: Int, threads: Int) -> SurfaceSamples {
        let step = (count + limit - 1) / limit
        guard step > 1 else { return self }
        let kept = Array(stride(from: 0, to: count, by: step))
        return SurfaceSamples(
            points: points[kept], normals: normals[kept], tree: KDTree(points[kept], threads: threads),
            voxel: voxel)
    }

    /// Their mean and the axes of their spread.
    var principalAxes: (center: Vector3, axes: Matrix3) {
        var (sum, products) = (Vector3.zero, SymmetricMatrix3.zero)
        for i in points.indices {
            let p = Vector3(points[i])
            sum += p
            products += SymmetricMatrix3(outer: p)
        }
        let n = Double(max(1, count))
        return (sum / n, (products / n - SymmetricMatrix3(outer: sum / n)).eigen().vectors)
    }
}
