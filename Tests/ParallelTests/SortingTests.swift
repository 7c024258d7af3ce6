import Parallel
import TestSupport
import Testing

@Suite struct SortingTests {
    /// Of every size and sign, many of them equal, infinities and both zeros.
    private static func numbers(_ count: Int, seed: UInt64) -> [Float] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            switch index % 4 {
            case 0: Float.random(in: -1...1, using: &random)
            case 1: Float(Int.random(in: -3...3, using: &random))
            case 2: Float(bitPattern: UInt32.random(in: 0..<0x7F80_0001, using: &random)) * (index % 8 < 4 ? 1 : -1)
            default: [Float.infinity, -.infinity, 0, -0.0][Int.random(in: 0..<4, using: &random)]
            }
        }
    }

    @Test(arguments: [0, 1, 2, 1000, 30_000], [1, 3])
    func numbersAreSortedByTheirBits(count: Int, threads: Int) {
        let numbers = Self.numbers(count, seed: 5)
        var sorted = numbers
        radixSort(&sorted, threads: threads)
        #expect(sorted == numbers.sorted())
    }

    @Test(arguments: [1, 2, 3, 4, 7, 100, 1001])
    func theMedianIsTheMiddleOfTheSorted(count: Int) {
        for seed in 1...20 as ClosedRange<UInt64> {
            var numbers = Self.numbers(count, seed: seed)
            let expected = numbers.sorted()[count / 2]
            #expect(numbers.median() == expected, "seed \(seed)")
        }
    }

    @Test func nothingHasNoMedian() {
        var none: [Double] = []
        #expect(none.median() == nil)
    }
}
