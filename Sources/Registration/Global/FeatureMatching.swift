import CKernels
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

/// The nearest feature in `b` of each feature in `a`, with its squared distance and that of the second nearest.
struct NearestFeatures: Sendable {
    var index: [Int32]
    var best: [Float]
    var second: [Float]

    init(of a: SurfaceFeatures, in b: SurfaceFeatures, threads: Int) {
        let n = a.count
        var (index, best, second) = (
            [Int32](repeating: -1, count: n), [Float](repeating: .infinity, count: n),
            [Float](repeating: .infinity, count: n)
        )
        let stride = SurfaceFeatures.stride
        // Blocks of eight features side by side, one dimension after the other: eight distances at a time.
        let blocks = (b.count + 7) / 8
        var columns = [Float](repeating: 1e3, count: blocks * 8 * SurfaceFeatures.dimension)
        for j in 0..<b.count {
            for d in 0..<SurfaceFeatures.dimension {
                columns[(j / 8 * SurfaceFeatures.dimension + d) * 8 + j % 8] = b.values[j * stride + d]
            }
        }
        index.withUnsafeMutableBufferPointer { index in
            best.withUnsafeMutableBufferPointer { best in
                second.withUnsafeMutableBufferPointer { second in
                    nonisolated(unsafe) let (index, best, second) = (index, best, second)
                    forEachBlock(of: n, size: 64, threads: threads) { _, range in
                        ck_nearest_features(
                            a.values, Int32(stride), Int32(SurfaceFeatures.dimension), Int32(range.lowerBound),
                            Int32(range.upperBound), columns, Int32(blocks), index.baseAddress, best.baseAddress,
                            second.baseAddress)
                    }
                }
            }
        }
        (self.index, self.best, self.second) = (index, best, second)
    }
}

/// Of one sample so many matches at most.
private let matchesOfOne = 12

/// Matches in both directions, the mutual ones first and then the more distinct, `limit` at most.
func matchFeatures(_ source: SurfaceFeatures, _ target: SurfaceFeatures, limit: Int, threads: Int) -> [FeatureMatch] {
    guard source.count > 0, target.count > 0 else { return [] }
    let forward = NearestFeatures(of: source, in: target, threads: threads)
    let backward = NearestFeatures(of: target, in: source, threads: threads)
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
