import Parallel
import TestSupport
import Testing

@Suite struct SelectionTests {
    /// Numbers that are decided only as they are compared, and so that the comparison tells least: the worst order for
    /// any choice of pivots (M. D. McIlroy, *A killer adversary for quicksort*, 1999).
    private final class Adversary {
        /// nil while undecided, which is more than any number.
        var values: [Int?]
        var comparisons = 0
        private var decided = 0
        private var candidate = 0

        init(count: Int) { values = .init(repeating: nil, count: count) }

        func isLess(_ a: Int, _ b: Int) -> Bool {
            comparisons += 1
            if values[a] == nil, values[b] == nil {
                values[a == candidate ? a : b] = decided
                decided += 1
            }
            if values[a] == nil { candidate = a } else if values[b] == nil { candidate = b }
            return value(a) < value(b)
        }

        func value(_ index: Int) -> Int { values[index] ?? .max }
    }

    private struct Undecided: Comparable {
        var adversary: Adversary
        var index: Int

        static func < (a: Self, b: Self) -> Bool { a.adversary.isLess(a.index, b.index) }
        static func == (a: Self, b: Self) -> Bool { a.index == b.index }
    }

    @Test(arguments: [10, 100, 1000, 8000], [0.1, 0.5, 0.625, 0.95])
    func noOrderTakesMoreThanLinearlyManyComparisons(count: Int, share: Double) {
        let adversary = Adversary(count: count)
        var numbers = (0..<count).map { Undecided(adversary: adversary, index: $0) }
        let rank = Int(share * Double(count))
        numbers.withSharedElements { $0.select(rank, in: 0..<count) { $0 } }
        #expect(adversary.comparisons < 80 * count, "\(adversary.comparisons) comparisons")

        let values = numbers.map { adversary.value($0.index) }
        #expect(values[..<rank].max() ?? .min <= values[rank...].min()!)
    }

    /// The order that the adversary found, now as plain numbers among many equal ones.
    @Test func theWorstOrderIsSelectedFromRightly() {
        let count = 5000
        let adversary = Adversary(count: count)
        var numbers = (0..<count).map { Undecided(adversary: adversary, index: $0) }
        numbers.withSharedElements { $0.select(count / 2, in: 0..<count) { $0 } }
        for equal in [1, 7, 1000] {
            let values = (0..<count).map { (adversary.values[$0] ?? count) / equal }
            for rank in [0, 1, count / 2, count - 1] {
                var some = values
                #expect(some.select(rank) == values.sorted()[rank])
                #expect(some.sorted() == values.sorted())
            }
        }
    }
}
