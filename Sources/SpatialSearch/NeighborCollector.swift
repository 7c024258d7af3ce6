/// What a search asks of whoever gathers its finds: how far it still has to look, and to take a point.
protocol NeighborCollector {
    /// The squared distance beyond which points are of no interest; it never grows.
    var bound: Float { get }
    /// Takes a point whose squared distance is at most ``bound``.
    mutating func add(_ key: NeighborKey)
}

/// Keeps the nearest point within a bound.
struct NearestCollector: NeighborCollector {
    private(set) var best: NeighborKey

    init(bound: Float) { best = NeighborKey(behind: bound) }

    @inline(__always)
    var bound: Float { best.squaredDistance }

    @inline(__always)
    mutating func add(_ key: NeighborKey) { best = min(best, key) }
}

/// Keeps the k nearest points within a bound, in order, in memory that the caller lends.
struct KNearestCollector: NeighborCollector {
    private let keys: UnsafeMutablePointer<NeighborKey>
    private let capacity: Int
    private(set) var count = 0
    private(set) var bound: Float

    /// - Precondition: `keys` has room for `capacity` ≥ 1 of them.
    init(_ keys: UnsafeMutablePointer<NeighborKey>, capacity: Int, bound: Float) {
        (self.keys, self.capacity, self.bound) = (keys, capacity, bound)
    }

    @inline(__always)
    mutating func add(_ key: NeighborKey) {
        var place = count
        if count == capacity {
            guard key < keys[capacity - 1] else { return }
            place = capacity - 1
        } else {
            count += 1
        }
        while place > 0 && key < keys[place - 1] {
            keys[place] = keys[place - 1]
            place -= 1
        }
        keys[place] = key
        if count == capacity { bound = keys[capacity - 1].squaredDistance }
    }
}

/// Keeps every point within a bound, in the order of the search.
struct RadiusCollector: NeighborCollector {
    let bound: Float
    var keys: [NeighborKey]

    @inline(__always)
    mutating func add(_ key: NeighborKey) { keys.append(key) }
}
