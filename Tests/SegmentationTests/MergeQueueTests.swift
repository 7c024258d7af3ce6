import TestSupport
import Testing

@testable import Segmentation

@Suite struct MergeQueueTests {
    /// The same order by sorting a list anew for each entry.
    private struct SortedList {
        var entries: [MergeQueue.Entry] = []

        mutating func push(_ entry: MergeQueue.Entry) {
            entries.append(entry)
            entries.sort { ($0.priority, $0.first, $0.second) < ($1.priority, $1.first, $1.second) }
        }

        mutating func pop() -> MergeQueue.Entry? { entries.isEmpty ? nil : entries.removeFirst() }
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func givesEntriesInTheOrderOfASortedList(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var (queue, list) = (MergeQueue(), SortedList())
        // Each pair once in the queue, so that the order is one; few priorities, so that ties are many.
        var waiting: Set<SIMD2<Int32>> = []
        for step in 0..<600 {
            if Int.random(in: 0..<5, using: &random) < 3 {
                let pair = SIMD2(Int32.random(in: 0..<30, using: &random), Int32.random(in: 30..<60, using: &random))
                guard waiting.insert(pair).inserted else { continue }
                let entry = MergeQueue.Entry(
                    priority: Double(Int.random(in: -4...4, using: &random)), first: pair.x, second: pair.y,
                    versions: (Int32(step), Int32(-step)))
                queue.push(entry)
                list.push(entry)
            } else {
                let (fast, slow) = (queue.pop(), list.pop())
                #expect(isSame(fast, slow), "seed \(seed), step \(step)")
                if let slow { waiting.remove(SIMD2(slow.first, slow.second)) }
            }
        }
        while let slow = list.pop() { #expect(isSame(queue.pop(), slow), "seed \(seed)") }
        #expect(queue.pop() == nil)
    }

    private func isSame(_ a: MergeQueue.Entry?, _ b: MergeQueue.Entry?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return a.priority == b.priority && a.first == b.first && a.second == b.second && a.versions == b.versions
    }
}
