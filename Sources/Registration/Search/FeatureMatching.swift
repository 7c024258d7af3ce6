import CKernels
import Parallel
import PointClouds

/// A source sample and the target sample that looks most like it.
struct FeatureMatch: Equatable, Sendable {
    var source: Int32
    var target: Int32
    /// The distance to this one over the distance to the next best: the smaller, the more distinct.
    var ratio: Float
    /// Whether each is the other's best.
    var isMutual: Bool
}

/// Of each of some features the nearest of others, with its squared distance and the second smallest.
struct NearestFeatures: Equatable, Sendable {
    /// −1 for none.
    var index: [Int32]
    var best, second: [Float]

    /// What fills up the last block: histograms' entries are at most √3.
    private static let farAway: Float = 1e3

    private init(count: Int) {
        index = Array(repeating: -1, count: count)
        best = Array(repeating: .infinity, count: count)
        second = best
    }

    /// Of the features of `a` in `b`, and of those of `b` in `a`; of equals the first.
    static func bothWays(
        _ a: SurfaceFeatures, _ b: SurfaceFeatures, threads: Int
    ) -> (forward: NearestFeatures, backward: NearestFeatures) {
        let (dimension, stride) = (SurfaceFeatures.dimension, SurfaceFeatures.stride)
        // Blocks of eight features side by side, one dimension after the other: eight distances at a time.
        let blocks = (b.count + 7) / 8
        var columns = [Float](repeating: farAway, count: blocks * 8 * dimension)
        for j in 0..<b.count {
            for d in 0..<dimension { columns[(j / 8 * dimension + d) * 8 + j % 8] = b.values[j * stride + d] }
        }
        // Rows in as many parts as threads are likely, each large enough to be worth one: each has columns of its own,
        // put together in order.
        let rows = max(64, (a.count + 15) / 16)
        let parts = (a.count + rows - 1) / rows
        var forward = NearestFeatures(count: a.count)
        var backwards = [NearestFeatures](repeating: NearestFeatures(count: blocks * 8), count: parts)
        forward.withKernelPointers { forward in
            backwards.withSharedElements { backwards in
                forEachBlock(of: a.count, size: rows, threads: threads) { part, range in
                    var forward = forward
                    backwards[part].withKernelPointers { backward in
                        var backward = backward
                        ck_nearest_features(
                            a.values, Int32(stride), Int32(dimension), Int32(range.lowerBound),
                            Int32(range.upperBound), columns, Int32(blocks), &forward, &backward)
                    }
                }
            }
        }
        var backward = NearestFeatures(count: b.count)
        for part in backwards { backward.merge(part) }
        return (forward, backward)
    }

    /// With what was found among others that come after.
    private mutating func merge(_ other: NearestFeatures) {
        for i in index.indices {
            if other.best[i] < best[i] {
                (second[i], best[i]) = (min(best[i], other.second[i]), other.best[i])
                index[i] = other.index[i]
            } else {
                second[i] = min(second[i], other.best[i])
            }
        }
    }
}

/// Matches of one sample at most: of the few hundred that may be right of a common piece, a small part.
private let matchesOfOne = 12

/// Matches in both directions, the mutual ones first and then the more distinct, `limit` at most.
func matchFeatures(_ source: SurfaceFeatures, _ target: SurfaceFeatures, limit: Int, threads: Int) -> [FeatureMatch] {
    guard source.count > 0, target.count > 0 else { return [] }
    let (forward, backward) = NearestFeatures.bothWays(source, target, threads: threads)
    var matches: [FeatureMatch] = []
    matches.reserveCapacity(source.count + target.count)
    func ratio(_ found: NearestFeatures, _ i: Int) -> Float {
        found.second[i] > 0 ? (found.best[i] / found.second[i]).squareRoot() : 1
    }
    for i in 0..<source.count {
        let j = Int(forward.index[i])
        guard j >= 0 else { continue }
        matches.append(
            FeatureMatch(
                source: Int32(i), target: Int32(j), ratio: ratio(forward, i),
                isMutual: Int(backward.index[j]) == i))
    }
    for j in 0..<target.count {
        let i = Int(backward.index[j])
        guard i >= 0, Int(forward.index[i]) != j else { continue }
        matches.append(
            FeatureMatch(source: Int32(i), target: Int32(j), ratio: ratio(backward, j), isMutual: false))
    }
    matches.sort {
        ($0.isMutual ? 0 : 1, $0.ratio, $0.source, $0.target) < ($1.isMutual ? 0 : 1, $1.ratio, $1.source, $1.target)
    }
    // The flattest sample of one cloud is the nearest to every sample of a table in the other: such hubs would crowd out
    // what tells (Radovanović, Nanopoulos, Ivanović 2010).
    var taken = (source: [UInt8](repeating: 0, count: source.count), target: [UInt8](repeating: 0, count: target.count))
    var kept: [FeatureMatch] = []
    for match in matches where kept.count < limit {
        let (i, j) = (Int(match.source), Int(match.target))
        guard taken.source[i] < matchesOfOne, taken.target[j] < matchesOfOne else { continue }
        taken.source[i] += 1
        taken.target[j] += 1
        kept.append(match)
    }
    return kept
}
