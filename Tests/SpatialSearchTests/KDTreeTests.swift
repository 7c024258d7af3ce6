import CKernels
import Parallel
import PointClouds
import TestSupport
import Testing

@testable import SpatialSearch

struct KDTreeTests {
    static let counts = [0, 1, 2, 16, 17, 129, 1025]

    @Test(arguments: TestCloud.allCases)
    func keepsItsInvariants(cloud: TestCloud) {
        for count in Self.counts {
            let tree = KDTree(cloud.points(count, seed: UInt64(count)))
            #expect(tree.brokenInvariant() == nil, "\(count) points")
        }
    }

    @Test(arguments: TestCloud.allCases)
    func findsTheNearestAsBruteForceDoes(cloud: TestCloud) {
        for count in Self.counts {
            let points = cloud.points(count, seed: UInt64(count))
            let tree = KDTree(points)
            var list = NeighborList()
            for query in queries(near: points, seed: 7) {
                let truth = bruteForce(points, query)
                #expect(tree.nearest(to: query) == truth.first, "\(count) points, query \(query)")
                for k in [0, 1, 10, 33] {
                    tree.nearest(k, to: query, into: &list)
                    #expect(Array(list) == Array(truth.prefix(k)), "\(count) points, query \(query), k \(k)")
                }
            }
        }
    }

    /// The kernel's versions, for this processor and for any, against the search in Swift.
    @Test(arguments: TestCloud.allCases)
    func kernelsFindWhatTheirOracleDoes(cloud: TestCloud) {
        let points = cloud.points(700, seed: 11)
        let storage = KDTree(points).storage
        for query in queries(near: points, seed: 12) {
            for (k, bound) in [(1, Float.greatestFiniteMagnitude), (1, 0.01), (6, 1), (21, .greatestFiniteMagnitude)] {
                var expected = [NeighborKey](repeating: NeighborKey(behind: 0), count: k)
                var tasks = [KDTree.Storage.Task](
                    repeating: .init(bound: 0, height: 0, number: 0), count: storage.taskCapacity)
                var collector = KNearestCollector(&expected, capacity: k, bound: bound)
                storage.visit(query, &collector, tasks: &tasks)
                let capacity = KDTree.Storage.keyCapacity(k)
                for kernel in [ck_kdtree_nearest, ck_kdtree_nearest_baseline] {
                    var keys = [UInt64](repeating: 7, count: capacity)
                    let found = Int(
                        kernel(storage.kernel.baseAddress, query.x, query.y, query.z, bound, Int32(k), &keys))
                    #expect(found == collector.count, "query \(query), k \(k)")
                    #expect(Array(keys[(capacity - k)...].prefix(found)) == expected.prefix(found).map(\.bits))
                }
            }
        }
    }

    /// The moments of exactly those neighbours that a search finds, ties and all, by either kernel to the bit.
    @Test(arguments: TestCloud.allCases)
    func momentsAreThoseOfTheNearest(cloud: TestCloud) {
        for (count, k, radius) in [(1, 4, .infinity), (17, 33, .infinity), (700, 10, .infinity), (700, 20, 0.3)] {
            let points = cloud.points(count, seed: UInt64(count + k))
            let tree = KDTree(points)
            func moments(_ kernel: KDTree.MomentsKernel) -> [LocalMoments] {
                var result = [LocalMoments](repeating: LocalMoments(), count: count)
                tree.forEachMoments(k, within: Float(radius), of: points, threads: 1, kernel: kernel) { indices, sums in
                    for (i, index) in indices.enumerated() { result[Int(index)] = LocalMoments(sums: sums + 10 * i) }
                }
                return result
            }
            let found = moments(ck_kdtree_moments)
            #expect(moments(ck_kdtree_moments_baseline) == found)
            for i in points.indices where points.isFinite(at: i) {
                var (expected, size) = (LocalMoments(), SIMD3<Double>.zero)
                for neighbor in bruteForce(points, points[i], within: Float(radius)).prefix(k) {
                    let offset = points[neighbor.index] - points[i]
                    expected.add(offset)
                    size += SIMD3<Double>(offset) * SIMD3<Double>(offset)
                }
                let rounding = 1e-14 * size.sum()
                #expect(found[i].count == expected.count, "\(count) points, k \(k), point \(i)")
                #expect((found[i].squares - expected.squares).sum().magnitude <= rounding)
                #expect(((found[i].products - expected.products) * [1, 2, 3]).sum().magnitude <= 6 * rounding)
                let drift = ((found[i].sum - expected.sum) * [1, 2, 3]).sum()
                #expect(drift * drift <= 36e-28 * Double(k) * size.sum())
            }
        }
    }

    @Test(arguments: TestCloud.allCases)
    func findsAllWithinARadiusAsBruteForceDoes(cloud: TestCloud) {
        for count in Self.counts {
            let points = cloud.points(count, seed: UInt64(count))
            let tree = KDTree(points)
            var list = NeighborList()
            for query in queries(near: points, seed: 8) {
                // Radii that end exactly on a point, and round ones.
                let all = bruteForce(points, query)
                let radii = [0, 0.1, 1, 2, all.isEmpty ? 3 : all[all.count / 3].squaredDistance.squareRoot()]
                for radius in radii {
                    let truth = bruteForce(points, query, within: radius)
                    tree.neighbors(within: radius, of: query, into: &list)
                    #expect(Array(list) == truth, "\(count) points, query \(query), radius \(radius)")
                    tree.nearest(5, to: query, within: radius, into: &list)
                    #expect(Array(list) == Array(truth.prefix(5)), "\(count) points, query \(query), radius \(radius)")
                    #expect(tree.nearest(to: query, within: radius) == truth.first)
                }
            }
        }
    }

    @Test(arguments: TestCloud.allCases)
    func batchesAnswerAsSingleQueriesDo(cloud: TestCloud) {
        let points = cloud.points(1100, seed: 3)
        let tree = KDTree(points)
        let queries = Coordinates(queries(near: points, seed: 9) + (0..<600).map { points[$0] })
        var list = NeighborList()
        for k in [1, 4, 20] {
            let batch = tree.nearest(k, to: queries)
            #expect(batch.queryCount == queries.count)
            for query in queries.indices {
                tree.nearest(k, to: queries[query], into: &list)
                for rank in 0..<k {
                    let index = batch.indices[query * k + rank]
                    #expect(Int(index) == (rank < list.count ? list[rank].index : -1))
                    #expect(
                        batch.squaredDistances[query * k + rank]
                            == (rank < list.count ? list[rank].squaredDistance : .infinity))
                }
            }
            #expect(tree.nearestOfEachPoint(k) == tree.nearest(k, to: points))
        }
        let within = tree.neighbors(within: 0.3, of: queries)
        #expect(within.queryCount == queries.count)
        for query in queries.indices {
            tree.neighbors(within: 0.3, of: queries[query], into: &list)
            #expect(within.range(of: query).map { Int(within.indices[$0]) } == list.map(\.index))
        }
    }

    @Test(arguments: TestCloud.allCases)
    func theNumberOfThreadsChangesNothing(cloud: TestCloud) {
        let points = cloud.points(2500, seed: 4)
        let tree = KDTree(points, threads: 1)
        let nearest = tree.nearest(6, to: points, threads: 1)
        let within = tree.neighbors(within: 0.02, of: points[0..<1100], threads: 1)
        for threads in [2, 7] {
            let other = KDTree(points, threads: threads)
            #expect((0..<tree.count).allSatisfy { tree.storage.index[$0] == other.storage.index[$0] })
            #expect(other.nearest(6, to: points, threads: threads) == nearest)
            #expect(other.nearestOfEachPoint(6, threads: threads) == nearest)
            #expect(other.neighbors(within: 0.02, of: points[0..<1100], threads: threads) == within)
        }
    }

    @Test func pointsAndQueriesThatAreNotFiniteFindNothing() {
        let nothing = KDTree(Coordinates(repeating: SIMD3(.nan, 0, 0), count: 50))
        #expect(nothing.isEmpty && nothing.pointCount == 50)
        #expect(nothing.nearest(to: .zero) == nil)
        #expect(nothing.nearest(3, to: Coordinates([.zero])).indices == [-1, -1, -1])
        let tree = KDTree(TestCloud.random.points(100, seed: 1))
        var list = NeighborList()
        for query in [SIMD3<Float>(.nan, 0, 0), SIMD3(0, .infinity, 0), SIMD3(0, 0, -.infinity)] {
            #expect(tree.nearest(to: query) == nil)
            tree.nearest(3, to: query, into: &list)
            #expect(list.isEmpty)
            tree.neighbors(within: 10, of: query, into: &list)
            #expect(list.isEmpty)
            #expect(tree.nearest(2, to: Coordinates([query])).squaredDistances == [.infinity, .infinity])
        }
    }

    @Test func aRadiusWithoutSenseFindsNothing() {
        let tree = KDTree(TestCloud.random.points(100, seed: 1))
        #expect(tree.nearest(to: .zero, within: -1) == nil)
        #expect(tree.nearest(to: .zero, within: .nan) == nil)
        #expect(tree.nearest(to: .zero, within: .infinity) != nil)
    }

    /// Half the points on one spot: the spacing is that of the others.
    @Test func aCrowdOnOneSpotHasNoSayInTheSpacing() throws {
        let grid = (0..<60).flatMap { i in (0..<60).map { SIMD3(1 + 0.01 * Float(i), 0.01 * Float($0), 1) } }
        let tree = KDTree(Coordinates(grid + Array(repeating: .zero, count: 100_000)))
        #expect(abs(try #require(tree.medianSpacing()) - 0.01) < 1e-4)
    }

    private func queries(near points: Coordinates, seed: UInt64) -> [SIMD3<Float>] {
        var random = SeededGenerator(seed: seed)
        func cube(_ side: Float) -> SIMD3<Float> {
            SIMD3(
                Float.random(in: -side...side, using: &random), Float.random(in: -side...side, using: &random),
                Float.random(in: -side...side, using: &random))
        }
        var result = [SIMD3<Float>.zero, cube(1), SIMD3(1000, 0, 0), SIMD3(3.5, 4, 4)]
        for _ in 0..<2 where !points.isEmpty {
            let point = points[Int.random(in: points.indices, using: &random)]
            if points.isFinite(at: 0) { result += [point, point + cube(0.1)] }
        }
        return result.filter { ($0 - $0) == .zero }
    }
}
