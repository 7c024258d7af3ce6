import Parallel
import TestSupport
import Testing

struct DisjointSetsTests {
    /// Against labels that are all rewritten at each join.
    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func setsAreThoseOfRewrittenLabels(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...60, using: &random)
        var sets = DisjointSets(count: count)
        var labels = Array(0..<count)
        for _ in 0..<Int.random(in: 0...80, using: &random) {
            let (a, b) = (Int.random(in: 0..<count, using: &random), Int.random(in: 0..<count, using: &random))
            let (low, high) = (min(labels[a], labels[b]), max(labels[a], labels[b]))
            #expect(sets.join(a, b) == (low != high))
            labels = labels.map { $0 == high ? low : $0 }
        }
        #expect((0..<count).map { sets.first(of: $0) } == labels)
    }
}
