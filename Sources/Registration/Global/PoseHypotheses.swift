import LinearAlgebra
import PointClouds

/// A pose that many matches agree on.
struct PoseHypothesis: Sendable {
    var targetFromSource: RigidTransform
    /// The matches that it brings together.
    var support: Int
}

/// Poses on which consistent matches agree, best supported first, each different from those before it.
///
/// Every seed, a match with many second-order agreements, gathers the matches that agree with it best; their rigid fit
/// is a hypothesis, refitted to whatever it brings together.
func poseHypotheses(
    _ matches: [FeatureMatch], _ source: SurfaceSamples, _ target: SurfaceSamples, tolerance: Double, oriented: Bool,
    seeds: Int, limit: Int, threads: Int
) -> [PoseHypothesis] {
    let graph = ConsistencyGraph(matches, source, target, tolerance: tolerance, oriented: oriented, threads: threads)
    let confidence = graph.confidence(threads: threads)
    let order = matches.indices.sorted { (confidence[$1], $0) < (confidence[$0], $1) }
    let p = matches.map { SIMD3<Double>(source.points[Int($0.source)]) }
    let q = matches.map { SIMD3<Double>(target.points[Int($0.target)]) }

    // A seed near a better one on both sides would gather the same matches.
    var chosen: [Int] = []
    for i in order where confidence[i] > 0 {
        if chosen.count == seeds { break }
        let isNew = chosen.allSatisfy {
            (p[$0] - p[i]).length > 2 * tolerance || (q[$0] - q[i]).length > 2 * tolerance
        }
        if isNew { chosen.append(i) }
    }
    let found = chosen.count
    var fits = [PoseHypothesis?](repeating: nil, count: found)
    fits.withUnsafeMutableBufferPointer { fits in
        nonisolated(unsafe) let fits = fits
        forEachBlock(of: found, size: 1, threads: threads) { block, _ in
            fits[block] = hypothesis(seed: chosen[block], graph, p, q, tolerance: tolerance)
        }
    }
    let sorted = fits.enumerated().compactMap { e in e.element.map { (e.offset, $0) } }
        .sorted { ($1.1.support, $0.0) < ($0.1.support, $1.0) }.map(\.1)
    var distinct: [PoseHypothesis] = []
    for fit in sorted where distinct.count < limit {
        if distinct.allSatisfy({ !$0.targetFromSource.isNear(fit.targetFromSource, 0.2, 2 * tolerance) }) {
            distinct.append(fit)
        }
    }
    return distinct
}

private func hypothesis(
    seed: Int, _ graph: ConsistencyGraph, _ p: [Vector3], _ q: [Vector3], tolerance: Double
) -> PoseHypothesis? {
    let ranked = graph.neighbors(seed).map { (Int($0), graph.common(seed, Int($0))) }
        .sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(24)
    guard ranked.count >= 2 else { return nil }
    var moments = PairMoments()
    moments.add(p[seed], q[seed], weight: Double(ranked[0].1 + 1))
    for (i, common) in ranked { moments.add(p[i], q[i], weight: Double(common + 1)) }
    guard var pose = moments.transform else { return nil }
    var support = 0
    // Refitted twice to what it brings together, the second time more strictly.
    for reach in [2 * tolerance, 1.5 * tolerance] {
        var refit = PairMoments()
        support = 0
        for i in p.indices {
            let squared = (pose * p[i] - q[i]).squaredLength / (reach * reach)
            guard squared < 1 else { continue }
            support += 1
            refit.add(p[i], q[i], weight: (1 - squared) * (1 - squared))
        }
        guard support >= 3, let better = refit.transform else { return nil }
        pose = better
    }
    return PoseHypothesis(targetFromSource: pose, support: support)
}

extension RigidTransform {
    /// Whether the rotations differ by less than `angle` radians and the translations by less than `distance` metres.
    func isNear(_ other: RigidTransform, _ angle: Double, _ distance: Double) -> Bool {
        (translation - other.translation).length < distance
            && RigidTransform(rotation: rotation.transposed * other.rotation).angle < angle
    }
}
