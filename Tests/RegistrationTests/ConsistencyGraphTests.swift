import CKernels
import LinearAlgebra
import PointClouds
import SpatialSearch
import TestSupport
import Testing

@testable import Registration

struct ConsistencyGraphTests {
    /// Samples in a cube, with normals anywhere.
    private func samples(_ count: Int, _ random: inout SeededGenerator) -> SurfaceSamples {
        func unit() -> SIMD3<Float> {
            SIMD3<Float>(Vector3(random.normal(), random.normal(), random.normal()).normalized)
        }
        let (points, normals) = (
            Coordinates((0..<count).map { _ in unit() }), Coordinates((0..<count).map { _ in unit() })
        )
        return SurfaceSamples(points: points, normals: normals, tree: KDTree(points, threads: 1), voxel: 0.05)
    }

    /// The rule for one pair, with roots.
    private func agree(
        _ a: FeatureMatch, _ b: FeatureMatch, _ s: SurfaceSamples, _ t: SurfaceSamples, tolerance: Double,
        oriented: Bool
    ) -> Bool {
        func angles(_ side: SurfaceSamples, _ i: Int32, _ j: Int32) -> (length: Double, cosines: [Double]) {
            let d = Vector3(side.points[Int(j)]) - Vector3(side.points[Int(i)])
            let (m, n) = (Vector3(side.normals[Int(i)]), Vector3(side.normals[Int(j)]))
            return (d.length, [m.dot(n), m.dot(d.normalized), n.dot(d.normalized)].map { oriented ? $0 : abs($0) })
        }
        let (p, q) = (angles(s, a.source, b.source), angles(t, a.target, b.target))
        return abs(p.length - q.length) <= tolerance && min(p.length, q.length) >= 2 * tolerance
            && zip(p.cosines, q.cosines).allSatisfy { abs($0 - $1) <= Double(ConsistencyGraph.cosineTolerance) }
    }

    @Test(arguments: [1, 7, 64, 203], [true, false])
    func matchesAgreeAsPairByPair(count: Int, oriented: Bool) {
        var random = SeededGenerator(seed: UInt64(count))
        let s = samples(50, &random)
        // The same place seen twice, so that many agree, and some that don't belong.
        let matches = (0..<count).map { i in
            let source = Int32.random(in: 0..<50, using: &random)
            let target = i % 3 == 0 ? Int32.random(in: 0..<50, using: &random) : source
            return FeatureMatch(source: source, target: target, ratio: 0.5, isMutual: true)
        }
        let graph = ConsistencyGraph(matches, s, s, tolerance: 0.1, oriented: oriented, threads: 2)
        var neighbors: [Set<Int32>] = []
        for i in 0..<count {
            let expected = (0..<count).filter {
                $0 != i && agree(matches[i], matches[$0], s, s, tolerance: 0.1, oriented: oriented)
            }
            neighbors.append(Set(expected.map { Int32($0) }))
            #expect(Set(graph.neighbors(i)) == neighbors[i])
        }
        let confidence = graph.confidence(threads: 2)
        for i in 0..<count {
            let shared = neighbors[i].map { neighbors[i].intersection(neighbors[Int($0)]).count }
            #expect(confidence[i] == shared.reduce(0, +))
            #expect(graph.common(0, i) == neighbors[0].intersection(neighbors[i]).count)
        }
        let columns = ConsistencyGraph.columns(matches, s, s)
        let tolerances = [ConsistencyGraph.tolerances(distance: 0.1, oriented: oriented)]
        let words = (count + 63) / 64
        var rows = [UInt64](repeating: 0, count: count * words)
        for i in 0..<count {
            var row = [UInt64](repeating: 0, count: words)
            ck_consistent_matches_baseline(columns, columns.count / 12, count, i, tolerances, &row)
            rows.replaceSubrange(i * words..<(i + 1) * words, with: row)
        }
        for i in 0..<count {
            #expect(ck_shared_bits_baseline(rows, words, i) == confidence[i])
            #expect(ck_common_bits_baseline(rows, Array(rows[(i * words)...]), words) == graph.common(0, i))
        }
    }
}
