import TestSupport
import Testing

@testable import Segmentation

@Suite struct PartitionTests {
    typealias Edge = (first: Int32, second: Int32, weight: Double)

    /// Contracts the strongest edge of a full matrix until none is left that speaks for joining.
    private func slowPartition(nodes count: Int, edges: [Edge]) -> [Int32] {
        var weights = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        for edge in edges {
            weights[Int(edge.first)][Int(edge.second)] += edge.weight
            weights[Int(edge.second)][Int(edge.first)] += edge.weight
        }
        var groups = (0..<count).map { Int32($0) }
        while true {
            var best: (a: Int, b: Int, weight: Double)?
            for a in 0..<count where groups[a] == a {
                for b in a + 1..<max(count, a + 1) where groups[b] == b {
                    if weights[a][b] > best?.weight ?? 0 { best = (a, b, weights[a][b]) }
                }
            }
            guard let (a, b, _) = best else { return groups }
            for c in 0..<count where c != a && c != b {
                weights[a][c] += weights[b][c]
                weights[c][a] = weights[a][c]
            }
            for node in 0..<count where groups[node] == b { groups[node] = Int32(a) }
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func isThatOfTheFullMatrix(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...25, using: &random)
        // Multiples of 2⁻²⁰: their sums are exact in any order.
        let edges: [Edge] = (0..<Int.random(in: 0...4 * count, using: &random)).compactMap { _ in
            let (a, b) = (
                Int32.random(in: 0..<Int32(count), using: &random), Int32.random(in: 0..<Int32(count), using: &random)
            )
            let weight = Double(Int.random(in: -(1 << 21)...1 << 21, using: &random)) / Double(1 << 20)
            return a == b ? nil : (a, b, weight)
        }
        #expect(partition(nodes: count, edges: edges) == slowPartition(nodes: count, edges: edges), "seed \(seed)")
    }

    @Test func edgesForJoiningChainNodes() {
        #expect(partition(nodes: 0, edges: []).isEmpty)
        #expect(partition(nodes: 3, edges: []) == [0, 1, 2])
        #expect(partition(nodes: 4, edges: [(2, 3, 1), (0, 1, 1), (1, 2, -0.5)]) == [0, 0, 2, 2])
        #expect(partition(nodes: 4, edges: [(2, 3, 1), (0, 1, 1), (2, 1, 0.5)]) == [0, 0, 0, 0])
    }

    /// One border that leaks doesn't join what two others hold apart.
    @Test func parallelEdgesAddUp() {
        let edges: [Edge] = [(0, 1, 3), (2, 3, 3), (0, 2, 1), (1, 3, -0.8), (1, 2, -0.8)]
        #expect(partition(nodes: 4, edges: edges) == [0, 0, 2, 2])
    }
}
