import CKernels
import Parallel
import PointClouds

/// Which matches can be true together: those between which source and target agree on distance and on the normals'
/// angles.
///
/// One bit for each pair, so that the number of matches that agree with both of a pair is the population count of two
/// rows' intersection: the second-order consistency of Chen, Sun, Yang, Tao (2022, *SC2-PCR*), in which wrong matches,
/// which agree with few others in common, fall out.
struct ConsistencyGraph: Sendable {
    let count: Int
    private let words: Int
    private let bits: [UInt64]

    /// - Parameters:
    ///   - tolerance: metres by which distances may differ.
    ///   - oriented: whether the normals' sides count.
    init(
        _ matches: [FeatureMatch], _ source: SurfaceSamples, _ target: SurfaceSamples, tolerance: Double,
        oriented: Bool, threads: Int
    ) {
        let n = matches.count
        let words = (n + 63) / 64
        let columns = Self.columns(matches, source, target)
        let tolerances = [Self.tolerances(distance: tolerance, oriented: oriented)]
        var bits = [UInt64](repeating: 0, count: n * words)
        bits.withSharedElements { bits in
            forEachBlock(of: n, size: 32, threads: threads) { _, range in
                for i in range {
                    ck_consistent_matches(
                        columns, columns.count / 12, n, i, tolerances, bits.baseAddress + i * words)
                }
            }
        }
        (count, self.words, self.bits) = (n, words, bits)
    }

    /// The cosines of two angles may differ by this: 20° where a cosine changes fastest, as normals from a dozen noisy
    /// points are off.
    static let cosineTolerance: Float = 0.35

    /// Distances may differ by `distance`, in metres. Between points nearer than twice that, the error of the points'
    /// places is a large part of the direction from one to the other.
    static func tolerances(distance: Double, oriented: Bool) -> ck_match_tolerances {
        ck_match_tolerances(
            distance: Float(distance), shortest: 2 * Float(distance), cosine: cosineTolerance,
            oriented: oriented ? 1 : 0)
    }

    /// Twelve, as the kernel wants them: the points and normals of both sides.
    static func columns(_ matches: [FeatureMatch], _ source: SurfaceSamples, _ target: SurfaceSamples) -> [Float] {
        let (s, t) = (matches.map { Int($0.source) }, matches.map { Int($0.target) })
        let padding = [Float](repeating: 0, count: (8 - matches.count % 8) % 8)
        return [source.points[s], target.points[t], source.normals[s], target.normals[t]].flatMap { side in
            [side.x, side.y, side.z].flatMap { $0 + padding }
        }
    }

    func neighbors(_ i: Int) -> [Int32] {
        var result: [Int32] = []
        for w in 0..<words {
            var word = bits[i * words + w]
            while word != 0 {
                result.append(Int32(w * 64 + word.trailingZeroBitCount))
                word &= word - 1
            }
        }
        return result
    }

    /// The matches that agree with both.
    func common(_ i: Int, _ j: Int) -> Int {
        bits.withUnsafeBufferPointer { bits in
            ck_common_bits(bits.baseAddress! + i * words, bits.baseAddress! + j * words, words)
        }
    }

    /// For each match, how many agreements those it agrees with share with it.
    func confidence(threads: Int) -> [Int] {
        parallelMap(0..<count, blockSize: 32, threads: threads) { ck_shared_bits(bits, words, $0) }
    }
}
