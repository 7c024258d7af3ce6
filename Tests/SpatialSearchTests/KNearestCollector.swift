@testable import SpatialSearch

/// Keeps the k nearest points within a bound, in order, in memory that the caller lends: with it the search in Swift
/// is the oracle of the kernels'.
struct KNearestCollector: NeighborCollector {
    private let keys: UnsafeMutablePointer<NeighborKey>
    private let capacity: Int
    private(set) var count = 0
    private(set) var bound: Float

    /// - Precondition: `keys` has room for `capacity` ≥ 1 of them.
    init(_ keys: UnsafeMutablePointer<NeighborKey>, capacity: Int, bound: Float) {
        (self.keys, self.capacity, self.bound) = (keys, capacity, bound)
    }

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
