public import Parallel
public import PointClouds

extension KDTree {
    /// The `k` nearest points within `radius` (metres, inclusive) of each query, on `threads` threads.
    ///
    /// Queries are answered in the order of a curve through space, so that one finds in the cache what the one before
    /// has read; the answers stand in the order of the queries and are the same for any number of threads.
    ///
    /// - Complexity: O(*q* (*k* + log *n*)) on average for *q* queries.
    /// - Precondition: `k` ≥ 0.
    public func nearest(
        _ k: Int, to queries: Coordinates, within radius: Float = .infinity, threads: Int = availableThreads
    ) -> NearestNeighbors {
        let order = spaceFillingOrder(of: queries, threads: threads)
        return collectNearest(k, queries: queries.count) { write in
            queries.withUnsafeColumns { x, y, z in
                forEachQuery(order.count, k: k, bound: squaredBound(radius), threads: threads) { position in
                    let query = Int(UInt32(truncatingIfNeeded: order[position]))
                    return (query, SIMD3(x[query], y[query], z[query]))
                } answer: { query, neighborhood in
                    write(query, neighborhood)
                }
            }
        }
    }

    /// The `k` nearest points within `radius` (metres, inclusive) of each of the tree's own points, which are among
    /// their own neighbours; faster than asking for them as queries.
    ///
    /// - Complexity: O(*n* (*k* + log *n*)) on average.
    /// - Precondition: `k` ≥ 0.
    public func nearestOfEachPoint(
        _ k: Int, within radius: Float = .infinity, threads: Int = availableThreads
    ) -> NearestNeighbors {
        collectNearest(k, queries: pointCount) { write in
            forEachNeighborhood(k, within: radius, threads: threads) { index, neighborhood in
                write(index, neighborhood)
            }
        }
    }

    /// Gives `body` the `k` nearest points within `radius` (metres, inclusive) of each of the tree's own points.
    ///
    /// One pass for all that is made from neighbourhoods (normals, covariances, spacing), without storing them: `body`
    /// is called once for every finite point, in no particular order and on several threads at a time.
    ///
    /// - Parameters:
    ///   - k: the most neighbours a point is given.
    ///   - radius: metres, inclusive.
    ///   - threads: how many cores to use.
    ///   - body: is given the point's index in the cloud and its neighbours, itself among them, nearest first; they are
    ///     valid during the call.
    /// - Complexity: O(*n* (*k* + log *n*)) on average, beside `body`.
    public func forEachNeighborhood(
        _ k: Int, within radius: Float = .infinity, threads: Int = availableThreads,
        _ body: (_ index: Int, _ neighborhood: Neighborhood) -> Void
    ) {
        forEachQuery(count, k: k, bound: squaredBound(radius), threads: threads) { slot in
            (Int(storage.index[slot]), SIMD3(storage.x[slot], storage.y[slot], storage.z[slot]))
        } answer: { index, neighborhood in
            body(index, neighborhood)
        }
    }

    /// Every point within `radius` (metres, inclusive) of each query, on `threads` threads.
    ///
    /// - Complexity: O(*q* log *n* + *m* log *m*) on average for *q* queries that find *m* points in all.
    public func neighbors(
        within radius: Float, of queries: Coordinates, threads: Int = availableThreads
    ) -> RadiusNeighbors {
        // One list a block in its own memory, then all behind one another.
        let blockSize = 512
        var offsets = [Int](repeating: 0, count: queries.count + 1)
        let found = offsets.withSharedElements { offsets in
            parallelMap(blocksOf: queries.count, size: blockSize, threads: threads) { range in
                var keys: [NeighborKey] = []
                var list = NeighborList()
                for query in range {
                    neighbors(within: radius, of: queries[query], into: &list)
                    keys += list.keys[list.range]
                    offsets[query + 1] = list.count
                }
                return keys
            }
        }
        for query in 0..<queries.count { offsets[query + 1] += offsets[query] }
        var result = RadiusNeighbors(offsets: offsets, indices: [], squaredDistances: [])
        result.indices.reserveCapacity(offsets[queries.count])
        result.squaredDistances.reserveCapacity(offsets[queries.count])
        for keys in found {
            result.indices += keys.lazy.map(\.index)
            result.squaredDistances += keys.lazy.map(\.squaredDistance)
        }
        return result
    }

    /// Flat columns of k entries a query, filled by whoever calls `write` once for each query that may find something.
    @inline(__always)
    private func collectNearest(
        _ k: Int, queries: Int, fill: (_ write: (Int, Neighborhood) -> Void) -> Void
    ) -> NearestNeighbors {
        precondition(k >= 0, "a search for \(k) neighbours")
        var indices = [Int32](repeating: -1, count: k * queries)
        var distances = [Float](repeating: .infinity, count: k * queries)
        withSharedElements(&indices, &distances) { indices, distances in
            fill { query, neighborhood in
                let first = query * k
                for (rank, key) in neighborhood.keys.enumerated() {
                    indices[first + rank] = key.index
                    distances[first + rank] = key.squaredDistance
                }
            }
        }
        return NearestNeighbors(k: k, indices: indices, squaredDistances: distances)
    }

    /// More than the rounding of a handful of Float32 operations (2⁻²⁴ each) takes off a squared distance.
    private static let roundedUp: Float = 1.000001

    /// Answers queries in the order of their positions, in blocks on several threads.
    ///
    /// Queries that follow one another are near one another: by the triangle inequality the k neighbours of the one
    /// before lie within their distance plus the step from there, which bounds the search from its start. Should
    /// rounding have made the bound too narrow, fewer than k are found, and the search is done again without it; so
    /// the answer never depends on it.
    @inline(__always)
    private func forEachQuery(
        _ queries: Int, k: Int, bound: Float, threads: Int,
        query: (_ position: Int) -> (Int, SIMD3<Float>),
        answer: (_ query: Int, _ neighborhood: Neighborhood) -> Void
    ) {
        let k = min(k, count)
        guard k > 0 && bound >= 0 else { return }
        let capacity = Storage.keyCapacity(k)
        forEachBlock(of: queries, size: 512, threads: threads) { _, range in
            withUnsafeTemporaryAllocation(of: NeighborKey.self, capacity: capacity) { keys in
                let base = keys.baseAddress!
                var last: (point: SIMD3<Float>, reach: Float)?
                for position in range {
                    let (query, point) = query(position)
                    guard point.isFinite else { continue }
                    var start = bound
                    if let last {
                        let step = point - last.point
                        let reach = last.reach + (step * step).sum().squareRoot()
                        start = min(bound, reach * reach * Self.roundedUp)
                    }
                    var found = storage.nearest(k, point, bound: start, keys: base)
                    if found < k && start < bound {
                        found = storage.nearest(k, point, bound: bound, keys: base)
                    }
                    last = found < k ? nil : (point, base[capacity - 1].squaredDistance.squareRoot())
                    answer(query, Neighborhood(keys: .init(start: base + (capacity - k), count: found)))
                }
            }
        }
    }
}
