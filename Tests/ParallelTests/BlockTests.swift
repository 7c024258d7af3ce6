import Testing

@testable import Parallel

@Suite struct BlockTests {
    @Test(arguments: [0, 1, 7, 1000], [1, 3, 1000])
    func blocksCoverEveryIndexOnce(count: Int, size: Int) {
        for threads in [1, 2, 5] {
            var visits = [Int](repeating: 0, count: count)
            visits.withSharedElements { visits in
                forEachBlock(of: count, size: size, threads: threads) { block, range in
                    #expect(range.lowerBound == block * size)
                    for i in range { visits[i] += 1 }
                }
            }
            #expect(visits.allSatisfy { $0 == 1 })
        }
    }

    @Test func mapKeepsTheOrderOfTheIndices() {
        for threads in 1...4 {
            // Values that own memory: an element initialised twice or not at all would be noticed.
            #expect(parallelMap(5..<905, blockSize: 7, threads: threads) { "\($0)" } == (5..<905).map { "\($0)" })
        }
        #expect(parallelMap(3..<3, threads: 2) { $0 }.isEmpty)
    }

    @Test func sumsHaveTheSameBitsForAnyNumberOfThreads() {
        let values = (0..<10_000).map { 1 / Double($0 + 1) }
        let sums = (1...4).map { threads in
            orderedSum(of: values.count, blockSize: 300, threads: threads, zero: 0.0) {
                $0 += values[$1]
            } combine: {
                $0 += $1
            }
        }
        #expect(Set(sums.map(\.bitPattern)).count == 1)
        // Harmonic number H(10,000), to the rounding of the blocks' sums.
        #expect(abs(sums[0] - 9.787606036044382) < 1e-13)
    }

    @Test func severalArraysAreFilledAtOnce() {
        var (a, b, c) = (
            [Int](repeating: 0, count: 100), [Int](repeating: 0, count: 100), [String](repeating: "", count: 100)
        )
        withSharedElements(&a, &b, &c) { a, b, c in
            forEachBlock(of: 100, size: 9, threads: 3) { _, range in
                for i in range { (a[i], b[99 - i], c[i]) = (i, i, "\(i)") }
            }
        }
        #expect(a == Array(0..<100) && b == Array((0..<100).reversed()) && c[42] == "42")
    }
}
