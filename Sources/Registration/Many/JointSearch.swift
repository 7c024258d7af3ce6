import CloudGeometry
import LinearAlgebra
import Parallel
import PointClouds
import SpatialSearch

/// The way from many clouds to their poses in one frame.
struct JointSearch {
    /// Pairs that the graph has this share of the smaller scan in common are aligned from there.
    private static let leastShare = 0.1
    /// Of the pairs that a chain of all scans takes, so many may be expected to be wrong.
    private static let wrongPairsExpected = 0.5

    let options: JointAlignmentOptions
    /// Each in coordinates that count from its own ``origins`` entry: covariances of poses about a far origin would drown
    /// in rounding.
    let clouds: [PreparedCloud]
    /// What the scans' files add to their coordinates.
    private let origins: [Vector3]
    /// What keeps a scan from being aligned with any other.
    private let defects: [AlignmentError?]
    /// At one scale for all; nil for scans with defects.
    let scans: [SampledScan?]

    init(_ clouds: [PointCloud], _ options: JointAlignmentOptions) {
        self.options = options
        origins = clouds.map(\.origin)
        let threads = options.threads
        let prepared = parallelMap(clouds.indices, threads: threads) {
            PreparedCloud(clouds[$0]).relative(to: clouds[$0].origin)
        }
        self.clouds = prepared
        func defect(of cloud: PreparedCloud) -> AlignmentError? {
            do throws(AlignmentError) { try cloud.check(as: "scan") } catch { return error }
            return nil
        }
        let usable = prepared.filter { defect(of: $0) == nil }
        let scales = usable.map {
            SearchScales.Rules.coarseVoxel(spacing: $0.spacing, size: $0.diagonal, noise: $0.noise)
        }.sorted()
        let sampled = parallelMap(prepared.indices, threads: threads) { i -> Result<SampledScan, AlignmentError> in
            if let defect = defect(of: prepared[i]) { return .failure(defect) }
            do throws(VoxelGridError) {
                let samples = try prepared[i].samples(voxel: scales[scales.count / 2], threads: 1)
                return .success(SampledScan(cloud: prepared[i], samples: samples))
            } catch {
                return .failure(.voxel(error))
            }
        }
        defects = sampled.map { if case .failure(let defect) = $0 { defect } else { nil } }
        scans = sampled.map { try? $0.get() }
    }

    func run() -> JointAlignment { joined(alignedPairs()).from(origins, clouds) }

    /// The poses, from pairs that were aligned each by itself.
    func joined(_ alone: [JointAlignment.Pair]) -> JointAlignment {
        var pairs = alone
        var links = pairs.indices.compactMap { link(pairs[$0], number: $0) }
        var solution = vote(links, &pairs)
        while let doubtful = withheld(links, &pairs) {
            links.removeAll { doubtful.contains($0.pair) }
            solution = vote(links, &pairs)
        }
        let witnesses = links.filter { pairs[$0.pair].outcome == .kept }
        let (start, first) = joinedByAmbiguous(pairs, solution.poses, solution.first)
        links = witnesses + guided(&pairs, start, first)
        let poses = refined(start, &links, witnesses: witnesses.count, &pairs)
        // Without the links that didn't fit, groups may fall apart again.
        var sets = DisjointSets(count: clouds.count)
        for link in links { sets.join(link.edge.source, link.edge.target) }
        let groups = clouds.indices.map { sets.first(of: $0) }
        for (i, agreement) in agreements(pairs, poses, groups).enumerated() { pairs[i].agreement = agreement }
        return result(pairs, poses, groups, links)
    }

    /// Kept pairs that no loop checks and that aren't probable enough to stand without; nil if there are none.
    ///
    /// Of many pairs that are tried a few end wrong, and one of them may turn half of all scans over. So of as many pairs
    /// as a chain of all scans takes, fewer than half a pair may be expected to be wrong.
    private func withheld(_ links: [Link], _ pairs: inout [JointAlignment.Pair]) -> Set<Int>? {
        let least = 1 - Self.wrongPairsExpected / Double(max(1, clouds.count - 1))
        let doubtful = links.map(\.pair).filter {
            pairs[$0].outcome == .kept && (pairs[$0].alignment?.probability ?? 0) < least
                && !isChecked(pairs[$0], by: pairs)
        }
        for i in doubtful {
            let probability = pairs[i].alignment?.probability ?? 0
            pairs[i].outcome = .unused
            pairs[i].reasons = [
                "no loop checks it, and of \(clouds.count) scans a probability of \(rounded(probability)) isn't enough "
                    + "without: \(rounded(least)) is"
            ]
        }
        return doubtful.isEmpty ? nil : Set(doubtful)
    }

    private func rounded(_ share: Double) -> Double { (share * 1000).rounded() / 1000 }

    /// The poses by the links that fit together; the pairs learn what became of them.
    private func vote(_ links: [Link], _ pairs: inout [JointAlignment.Pair]) -> PoseGraph.Solution {
        var graph = PoseGraph(count: clouds.count)
        for link in links { graph.add(link.edge) }
        let solution = graph.optimized()
        for (link, outcome) in zip(links, solution.outcomes) {
            switch outcome {
            case .kept: (pairs[link.pair].outcome, pairs[link.pair].reasons) = (.kept, [])
            case .outvoted:
                pairs[link.pair].outcome = .rejected
                pairs[link.pair].reasons = ["the other pairs outvote it"]
            case .undecided(let against):
                pairs[link.pair].outcome = .undecided
                let others = against.map { pairs[links[$0].pair].name }.joined(separator: " ")
                pairs[link.pair].reasons = ["contradicts \(others), and nothing tells which is wrong"]
            }
        }
        return solution
    }
}

// MARK: - Pairs

extension JointSearch {
    /// How far a believed pair's pose may be off. What the scatter says of it holds for clouds that nothing bends; of
    /// scans that drifted within themselves right alignments were 1.7 inlier distances apart.
    private enum EdgeError {
        /// Twice the standard deviations.
        static let inflation = 4.0
        /// The displacement of the common surface that is likely, in residuals, and what part of the inlier distance that
        /// residual is at least: closer surfaces aren't aligned any better.
        static let likely = 1.0 / 4
        static let leastResidualPart = 100.0
        /// The displacement that is no contradiction yet, in inlier distances: with χ² at its limit, 2.4 of them.
        static let tolerated = 1.0 / 2
    }

    /// A believed pair as an edge of the graph.
    private struct Link {
        var pair: Int
        var edge: PoseGraph.Edge
    }

    /// Every pair aligned by itself.
    func alignedPairs() -> [JointAlignment.Pair] {
        let pairs = clouds.indices.flatMap { target in
            (target + 1..<clouds.count).map { JointAlignment.Pair(source: $0, target: target, outcome: .unused) }
        }
        return aligned(pairs) { _ in nil }
    }

    /// The pairs with their alignments: each found by itself, or from the guess that there is for it.
    func aligned(
        _ pairs: [JointAlignment.Pair], from guess: (JointAlignment.Pair) -> RigidTransform?
    ) -> [JointAlignment.Pair] {
        // A thread for each pair first; what is left over serves within the pairs.
        let inner = max(1, options.threads / max(1, pairs.count))
        return parallelMap(pairs.indices, threads: options.threads) {
            aligned(pairs[$0], from: guess(pairs[$0]), threads: inner)
        }
    }

    private func aligned(
        _ pair: JointAlignment.Pair, from guess: RigidTransform?, threads: Int
    ) -> JointAlignment.Pair {
        var result = pair
        if let defect = defects[pair.source] ?? defects[pair.target] {
            result.reasons = ["\(defect)"]
            return result
        }
        do throws(AlignmentError) {
            let alignment = try align(
                clouds[pair.source], to: clouds[pair.target],
                options: options.pair(search(pair, from: guess), threads: threads))
            (result.alignment, result.reasons) = (alignment, alignment.reasons)
        } catch {
            result.reasons = ["\(error)"]
        }
        return result
    }

    /// Where a pair's pose is looked for: near a guess, if there is one.
    private func search(_ pair: JointAlignment.Pair, from guess: RigidTransform?) -> AlignmentOptions.Search {
        if let guess { return .near(guess) }
        let shift = origins[pair.source] - origins[pair.target]
        // As the files' coordinates stand.
        let identity = RigidTransform(translation: shift)
        if options.areNearlyAligned { return .near(identity) }
        return .everywhere(guess: shift == .zero ? nil : identity)
    }

    private func link(_ pair: JointAlignment.Pair, number: Int) -> Link? {
        guard let alignment = pair.alignment, alignment.status == .converged, let source = scans[pair.source],
            let target = scans[pair.target]
        else { return nil }
        let surface = CommonSurface(source, target, alignment.targetFromSource)
        let measured = (alignment.covariance ?? .zero) * EdgeError.inflation
        let distance = alignment.inlierDistance
        let residual = max(alignment.inlierRMSE ?? distance, distance / EdgeError.leastResidualPart)
        let edge = PoseGraph.Edge(
            from: pair.source, to: pair.target, targetFromSource: alignment.targetFromSource,
            covariance: measured + surface.covariance(displacement: residual * EdgeError.likely),
            tolerance: measured + surface.covariance(displacement: distance * EdgeError.tolerated),
            evidence: (alignment.overlap.source + alignment.overlap.target) / 2)
        return edge.map { Link(pair: number, edge: $0) }
    }

    /// Links of pairs that the graph has on one surface and that it didn't keep.
    private func guided(
        _ pairs: inout [JointAlignment.Pair], _ poses: [RigidTransform], _ first: [Int]
    ) -> [Link] {
        func guess(_ pair: JointAlignment.Pair) -> RigidTransform {
            poses[pair.target].inverse * poses[pair.source]
        }
        let open = pairs.indices.filter { i in
            let pair = pairs[i]
            guard pair.outcome == .unused || pair.outcome == .rejected,
                first[pair.source] == first[pair.target], let source = scans[pair.source],
                let target = scans[pair.target]
            else { return false }
            return CommonSurface(source, target, guess(pair)).share >= Self.leastShare
        }
        var links: [Link] = []
        for (i, pair) in zip(open, aligned(open.map { pairs[$0] }, from: guess)) {
            guard let link = link(pair, number: i) else { continue }
            let isRejected = pairs[i].outcome == .rejected
            pairs[i] = pair
            (pairs[i].isGuided, pairs[i].outcome) = (true, .kept)
            pairs[i].reasons = isRejected ? ["by itself it ended in another pose, which the others outvote"] : []
            links.append(link)
        }
        return links
    }

    /// Least squares over all links; of those without a vote only as many as fit.
    private func refined(
        _ start: [RigidTransform], _ links: inout [Link], witnesses: Int, _ pairs: inout [JointAlignment.Pair]
    ) -> [RigidTransform] {
        var graph = PoseGraph(count: clouds.count)
        for link in links { graph.add(link.edge) }
        var isKept = [Bool](repeating: true, count: links.count)
        var (poses, weights) = graph.mostLikely(from: start, isKept)
        while true {
            let errors = links.indices.filter { $0 >= witnesses && isKept[$0] }
                .map { (link: $0, error: links[$0].edge.squaredError(poses, \.strictness)) }
            // Without the worst the others may fit.
            guard let worst = errors.max(by: { $0.error < $1.error }), worst.error > PoseGraph.largestSquaredError
            else { break }
            isKept[worst.link] = false
            (poses, weights) = graph.mostLikely(from: poses, isKept)
        }
        for (i, link) in links.enumerated() {
            pairs[link.pair].weight = weights[i]
            if !isKept[i] {
                pairs[link.pair].outcome = .rejected
                pairs[link.pair].reasons = ["aligned from where the others have it, it doesn't fit them"]
            }
        }
        links = links.indices.filter { isKept[$0] }.map { links[$0] }
        return poses
    }
}

// MARK: - Result

extension JointSearch {
    private func result(
        _ found: [JointAlignment.Pair], _ poses: [RigidTransform], _ first: [Int], _ links: [Link]
    ) -> JointAlignment {
        var pairs = found
        var groups = Dictionary(grouping: clouds.indices, by: { first[$0] }).values.map { $0 }
        // The largest first, then by their first scans.
        func usable(_ group: [Int]) -> Int { group.count { defects[$0] == nil } }
        groups.sort { (usable($1), $0[0]) < (usable($0), $1[0]) }
        let merged = groups.first ?? []
        let frame = merged.first ?? 0
        for i in pairs.indices where first[pairs[i].source] == first[pairs[i].target] {
            measure(&pairs[i], poses)
        }
        for link in links { pairs[link.pair].isChecked = isChecked(pairs[link.pair], by: pairs) }
        groups = merged.isEmpty ? [] : [merged] + groups.dropFirst().sorted { $0[0] < $1[0] }
        let isUndecided = pairs.contains { $0.outcome == .undecided || $0.isContradicted }
        return JointAlignment(
            status: groups.count > 1 ? .notConverged : isUndecided ? .ambiguous : .converged, frame: frame,
            poses: clouds.indices.map { scan in
                guard first[scan] == first[frame], defects[scan] == nil else { return nil }
                return scan == frame ? .identity : poses[frame].inverse * poses[scan]
            }, groups: groups, pairs: pairs)
    }

    private func measure(_ pair: inout JointAlignment.Pair, _ poses: [RigidTransform]) {
        guard let alignment = pair.alignment, let source = scans[pair.source], let target = scans[pair.target] else {
            return
        }
        let joint = poses[pair.target].inverse * poses[pair.source]
        var surface = CommonSurface(source, target, joint)
        // Where the others have the two apart, what the pair itself has in common.
        if surface.share == 0 { surface = CommonSurface(source, target, alignment.targetFromSource) }
        guard surface.share > 0 else { return }
        pair.disagreement = surface.displacement((joint * alignment.targetFromSource.inverse).logarithm)
    }

    /// Whether pairs that were found by themselves join the two scans another way.
    private func isChecked(_ pair: JointAlignment.Pair, by pairs: [JointAlignment.Pair]) -> Bool {
        var sets = DisjointSets(count: clouds.count)
        for other in pairs where other.outcome == .kept && !other.isGuided {
            if (other.source, other.target) != (pair.source, pair.target) { sets.join(other.source, other.target) }
        }
        return sets.first(of: pair.source) == sets.first(of: pair.target)
    }
}
