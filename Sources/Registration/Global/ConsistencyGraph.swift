import LinearAlgebra
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
        var bits = [UInt64](repeating: 0, count: n * words)
        let p = matches.map { source.points[Int($0.source)] }
        let q = matches.map { target.points[Int($0.target)] }
        let a = matches.map { source.normals[Int($0.source)] }
        let b = matches.map { target.normals[Int($0.target)] }
        let limit = Float(tolerance)
        bits.withUnsafeMutableBufferPointer { bits in
            nonisolated(unsafe) let bits = bits
            forEachBlock(of: n, size: 32, threads: threads) { _, range in
                for i in range {
                    for j in 0..<n where j != i {
                        let (dp, dq) = (p[j] - p[i], q[j] - q[i])
                        let (sp, sq) = ((dp * dp).sum(), (dq * dq).sum())
                        // |√sp − √sq| ≤ limit without the roots where it is clear.
                        let sum = sp + sq - limit * limit
                        if sum > 0 && sum * sum > 4 * sp * sq { continue }
                        // Too near one another to say anything about the rotation.
                        if sp < 4 * limit * limit || sq < 4 * limit * limit { continue }
                        var (c1, c2) = ((a[i] * a[j]).sum(), (b[i] * b[j]).sum())
                        var (s1, s2) = ((a[i] * dp).sum() / sp.squareRoot(), (b[i] * dq).sum() / sq.squareRoot())
                        var (t1, t2) = ((a[j] * dp).sum() / sp.squareRoot(), (b[j] * dq).sum() / sq.squareRoot())
                        if !oriented {
                            (c1, c2, s1, s2, t1, t2) = (abs(c1), abs(c2), abs(s1), abs(s2), abs(t1), abs(t2))
                        }
                        if abs(c1 - c2) > 0.35 || abs(s1 - s2) > 0.35 || abs(t1 - t2) > 0.35 { continue }
                        bits[i * words + j / 64] |= 1 << UInt64(j % 64)
                    }
                }
            }
        }
        (count, self.words, self.bits) = (n, words, bits)
    }

    func degree(_ i: Int) -> Int {
        (0..<words).reduce(0) { $0 + bits[i * words + $1].nonzeroBitCount }
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
    @inline(__always)
    func common(_ i: Int, _ j: Int) -> Int {
        bits.withUnsafeBufferPointer { bits in
            var sum = 0
            for w in 0..<words { sum += (bits[i * words + w] & bits[j * words + w]).nonzeroBitCount }
            return sum
        }
    }

    /// For each match, how many agreements those it agrees with share with it.
    func confidence(threads: Int) -> [Int] {
        var result = [Int](repeating: 0, count: count)
        result.withUnsafeMutableBufferPointer { result in
            nonisolated(unsafe) let result = result
            forEachBlock(of: count, size: 32, threads: threads) { _, range in
                for i in range {
                    var sum = 0
                    for j in neighbors(i) { sum += common(i, Int(j)) }
                    result[i] = sum
                }
            }
        }
        return result
    }
}
