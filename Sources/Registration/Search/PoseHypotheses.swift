import Glibc
import LinearAlgebra
import Parallel
import PointClouds

/// A pose that many matches agree on.
struct PoseHypothesis: Sendable {
    var targetFromSource: RigidTransform
    /// The matches that it brings together.
    var support: Int
}

/// Matches with what they agree on.
struct MatchConsensus: Sendable {
    private let graph: ConsistencyGraph
    private let confidence: [Int]
    private let p, q: [Vector3]
    private let a, b: [Vector3]
    private let tolerance: Double
    private let oriented: Bool

    /// - Parameters:
    ///   - tolerance: metres by which the distances between matched points may differ.
    ///   - oriented: whether the normals' sides count.
    init(
        _ matches: [FeatureMatch], _ source: SurfaceSamples, _ target: SurfaceSamples, tolerance: Double,
        oriented: Bool, threads: Int
    ) {
        graph = ConsistencyGraph(matches, source, target, tolerance: tolerance, oriented: oriented, threads: threads)
        confidence = graph.confidence(threads: threads)
        p = matches.map { Vector3(source.points[Int($0.source)]) }
        q = matches.map { Vector3(target.points[Int($0.target)]) }
        a = matches.map { Vector3(source.normals[Int($0.source)]) }
        b = matches.map { Vector3(target.normals[Int($0.target)]) }
        (self.tolerance, self.oriented) = (tolerance, oriented)
    }

    /// A seed nearer to a better one on both sides, in tolerances, would gather the same matches.
    private static let seedDistance = 2.0
    /// Hypotheses whose rotations differ by less, in radians (11°), are refined to the same pose.
    private static let sameAngle = 0.2
    /// The sine of the least angle between a normal and the line of a pair that still fixes the turn about the line well
    /// (24°), and barely (17°).
    private static let firmSine = 0.4
    private static let leastSine = 0.3

    /// Poses on which consistent matches agree, best supported first, each different from those before it.
    ///
    /// Every seed, a match with many second-order agreements, gathers the matches that agree with it best; their rigid
    /// fit is a hypothesis, refitted to whatever it brings together.
    func hypotheses(seeds: Int, limit: Int, threads: Int) -> [PoseHypothesis] {
        let order = p.indices.sorted { (confidence[$1], $0) < (confidence[$0], $1) }
        var chosen: [Int] = []
        for i in order where confidence[i] > 0 {
            if chosen.count == seeds { break }
            let isNew = chosen.allSatisfy {
                (p[$0] - p[i]).length > Self.seedDistance * tolerance
                    || (q[$0] - q[i]).length > Self.seedDistance * tolerance
            }
            if isNew { chosen.append(i) }
        }
        let fits = parallelMap(chosen.indices, threads: threads) {
            hypothesis(seed: chosen[$0], graph, p, q, tolerance: tolerance)
        }
        let sorted = fits.enumerated().compactMap { e in e.element.map { (e.offset, $0) } }
            .sorted { ($1.1.support, $0.0) < ($0.1.support, $1.0) }.map(\.1)
        var distinct: [PoseHypothesis] = []
        for fit in sorted where distinct.count < limit {
            if distinct.allSatisfy({ !$0.targetFromSource.isNear(fit.targetFromSource, Self.sameAngle, 2 * tolerance) })
            {
                distinct.append(fit)
            }
        }
        return distinct
    }

    /// Poses that bring two matches together, normals and all: for every match with some of those that agree with it.
    ///
    /// Where few matches are right, no crowd of them stands out, but still some pair is right.
    func pairPoses(partners: Int, threads: Int) -> [RigidTransform] {
        let each = oriented ? partners : 2 * partners
        var poses = [RigidTransform?](repeating: nil, count: p.count * each)
        poses.withSharedElements { poses in
            forEachBlock(of: p.count, size: 64, threads: threads) { _, range in
                for i in range {
                    let others = graph.neighbors(i)
                    guard !others.isEmpty else { continue }
                    let count = min(partners, others.count)
                    for k in 0..<count {
                        let j = Int(others[(2 * k + 1) * others.count / (2 * count)])
                        poses[i * each + k] = pose(i, j, flipped: false)
                        if !oriented { poses[i * each + partners + k] = pose(i, j, flipped: true) }
                    }
                }
            }
        }
        return poses.compactMap { $0 }
    }

    private func pose(_ i: Int, _ j: Int, flipped: Bool) -> RigidTransform? {
        let sign = flipped ? -1.0 : 1
        let (dp, dq) = ((p[j] - p[i]).normalized, (q[j] - q[i]).normalized)
        func across(_ n: Vector3, _ d: Vector3) -> Vector3 { n - d * n.dot(d) }
        var (u, v) = (across(a[i], dp), across(b[i], dq) * sign)
        if min(u.length, v.length) < Self.firmSine { (u, v) = (across(a[j], dp), across(b[j], dq) * sign) }
        guard min(u.length, v.length) > Self.leastSine else { return nil }
        (u, v) = (u.normalized, v.normalized)
        let rotation = Matrix3(columns: dq, v, dq.cross(v)) * Matrix3(columns: dp, u, dp.cross(u)).transposed
        return RigidTransform(rotation: rotation, translation: (q[i] + q[j] - rotation * (p[i] + p[j])) / 2)
    }
}

/// Matches that a seed gathers for its first fit: those that share the most agreements with it.
private let gatheredMatches = 24
/// A hypothesis is refitted to what it brings together within so many tolerances: first loosely, then more strictly.
private let refitReaches = [2.0, 1.5]
/// Fewer matches leave a motion free.
private let leastMatches = 3

private func hypothesis(
    seed: Int, _ graph: ConsistencyGraph, _ p: [Vector3], _ q: [Vector3], tolerance: Double
) -> PoseHypothesis? {
    let ranked = graph.neighbors(seed).map { (Int($0), graph.common(seed, Int($0))) }
        .sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(gatheredMatches)
    guard ranked.count + 1 >= leastMatches else { return nil }
    var moments = PairMoments()
    moments.add(p[seed], q[seed], weight: Double(ranked[0].1 + 1))
    for (i, common) in ranked { moments.add(p[i], q[i], weight: Double(common + 1)) }
    guard var pose = moments.transform else { return nil }
    var support = 0
    for tolerances in refitReaches {
        let reach = tolerances * tolerance
        var refit = PairMoments()
        support = 0
        for i in p.indices {
            let squared = (pose * p[i] - q[i]).squaredLength / (reach * reach)
            guard squared < 1 else { continue }
            support += 1
            refit.add(p[i], q[i], weight: (1 - squared) * (1 - squared))
        }
        guard support >= leastMatches, let better = refit.transform else { return nil }
        pose = better
    }
    return PoseHypothesis(targetFromSource: pose, support: support)
}

extension RigidTransform {
    /// Whether the rotations differ by less than `angle` radians and the translations by less than `distance` metres.
    func isNear(_ other: RigidTransform, _ angle: Double, _ distance: Double) -> Bool {
        guard (translation - other.translation).length < distance else { return false }
        let (a, b) = (rotation.columns, other.rotation.columns)
        // Small angles are lost in the trace's rounding, but not those that matter here.
        return (a.x.dot(b.x) + a.y.dot(b.y) + a.z.dot(b.z) - 1) / 2 > cos(angle)
    }
}
