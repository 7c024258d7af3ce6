import Parallel
import PointClouds
import Testing

@Suite struct CoordinatesTests {
    @Test func notANumberInAnyEntryMakesThePointInvalid() {
        let points = Coordinates([
            SIMD3(1, 2, 3), SIMD3(.nan, 2, 3), SIMD3(1, .infinity, 3), SIMD3(1, 2, -.infinity),
        ])
        #expect(points.indices.map(points.isFinite) == [true, false, false, false])
    }

    @Test(arguments: [1, 2, 7])
    func blocksCoverTheRangeOnce(threads: Int) {
        var owner = [Int](repeating: -1, count: 1001)
        owner.withUnsafeMutableBufferPointer { owner in
            nonisolated(unsafe) let owner = owner
            forEachBlock(of: 1001, size: 10, threads: threads) { block, range in
                for i in range { owner[i] = owner[i] == -1 ? block : -2 }
            }
        }
        #expect(owner == (0..<1001).map { $0 / 10 })
    }
}
