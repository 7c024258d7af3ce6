extension KDTree {
    /// The nearest point, or nil if none lies within `radius` (metres, inclusive).
    ///
    /// A radius makes the search faster: boxes beyond it are never opened.
    /// - Complexity: O(log *n*) on average; allocates nothing.
    public func nearest(to query: SIMD3<Float>, within radius: Float = .infinity) -> Neighbor? {
        let bound = squaredBound(radius)
        guard query.isFinite && bound >= 0 && count > 0 else { return nil }
        var key = NeighborKey(behind: bound)
        guard storage.nearest(1, query, bound: bound, keys: &key) == 1 else { return nil }
        return Neighbor(index: Int(key.index), squaredDistance: key.squaredDistance)
    }

    /// The `k` nearest points within `radius` (metres, inclusive), nearest first, written over `neighbors`.
    ///
    /// - Complexity: O(*k* + log *n*) boxes on average; allocates nothing once `neighbors` has room for `k`.
    public func nearest(
        _ k: Int, to query: SIMD3<Float>, within radius: Float = .infinity, into neighbors: inout NeighborList
    ) {
        neighbors.removeAll()
        let bound = squaredBound(radius)
        let k = min(k, count)
        guard k > 0 && query.isFinite && bound >= 0 else { return }
        let capacity = Storage.keyCapacity(k)
        neighbors.reserve(capacity)
        let found = neighbors.keys.withUnsafeMutableBufferPointer {
            storage.nearest(k, query, bound: bound, keys: $0.baseAddress!)
        }
        neighbors.range = capacity - k..<capacity - k + found
    }

    /// Every point within `radius` (metres, inclusive), nearest first, written over `neighbors`.
    ///
    /// - Complexity: O(log *n* + *m* log *m*) on average for *m* points found; allocates nothing once `neighbors`
    ///   has grown to them.
    public func neighbors(within radius: Float, of query: SIMD3<Float>, into neighbors: inout NeighborList) {
        neighbors.removeAll()
        let bound = squaredBound(radius)
        guard query.isFinite && bound >= 0 else { return }
        withUnsafeTemporaryAllocation(of: Storage.Task.self, capacity: storage.taskCapacity) { tasks in
            var collector = RadiusCollector(bound: bound, keys: [])
            swap(&collector.keys, &neighbors.keys)
            collector.keys.removeAll(keepingCapacity: true)
            storage.visit(query, &collector, tasks: tasks.baseAddress!)
            collector.keys.sort()
            swap(&collector.keys, &neighbors.keys)
        }
        neighbors.range = 0..<neighbors.keys.count
    }
}

/// The squared distance up to which to look; a radius beyond every Float32 distance, or NaN, still has an answer.
@inline(__always)
func squaredBound(_ radius: Float) -> Float {
    radius >= 0 ? min(radius * radius, .greatestFiniteMagnitude) : -1
}

extension SIMD3 where Scalar == Float {
    @inline(__always)
    var isFinite: Bool { self - self == .zero }
}
