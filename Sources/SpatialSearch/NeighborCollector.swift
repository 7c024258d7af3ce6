/// What a search asks of whoever gathers its finds: how far it still has to look, and to take a point.
protocol NeighborCollector {
    /// The squared distance beyond which points are of no interest; it never grows.
    var bound: Float { get }
    /// Takes a point whose squared distance is at most ``bound``.
    mutating func add(_ key: NeighborKey)
}

/// Keeps every point within a bound, in the order of the search.
struct RadiusCollector: NeighborCollector {
    let bound: Float
    var keys: [NeighborKey]

    @inline(__always)
    mutating func add(_ key: NeighborKey) { keys.append(key) }
}
