/// A point found: its index in the cloud and its squared distance in m².
@frozen
public struct Neighbor: Equatable, Sendable {
    /// Its place in the cloud.
    public var index: Int
    /// Square metres, from the query.
    public var squaredDistance: Float

    /// A point of the cloud at a squared distance, m².
    @inlinable
    public init(index: Int, squaredDistance: Float) {
        (self.index, self.squaredDistance) = (index, squaredDistance)
    }
}

/// The finds of one query, nearest first; used again and again, it allocates nothing once it has grown.
public struct NeighborList: Sendable {
    /// Memory that searches write to; the finds are those in ``range``.
    @usableFromInline var keys: [NeighborKey] = []
    @usableFromInline var range = 0..<0

    /// No neighbours.
    public init() {}

    mutating func removeAll() { range = 0..<0 }

    mutating func reserve(_ capacity: Int) {
        if keys.count < capacity {
            keys.append(contentsOf: repeatElement(NeighborKey(behind: 0), count: capacity - keys.count))
        }
    }
}

extension NeighborList: RandomAccessCollection {
    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { range.count }

    @inlinable
    public subscript(position: Int) -> Neighbor {
        let key = keys[range.lowerBound + position]
        return Neighbor(index: Int(key.index), squaredDistance: key.squaredDistance)
    }
}

/// The k nearest points of each of many queries, nearest first, in two flat columns.
public struct NearestNeighbors: Equatable, Sendable {
    /// Entries a query.
    public let k: Int
    /// The entries of query `q` are `k * q ..< k * (q + 1)`; −1 where fewer than k were found.
    public internal(set) var indices: [Int32]
    /// In m²; infinite where fewer than k were found.
    public internal(set) var squaredDistances: [Float]

    public var queryCount: Int { k == 0 ? 0 : indices.count / k }
}

/// The points within a radius of each of many queries, nearest first, one query's behind the other's.
public struct RadiusNeighbors: Equatable, Sendable {
    /// The entries of query `q` are `offsets[q] ..< offsets[q + 1]`.
    public internal(set) var offsets: [Int]
    public internal(set) var indices: [Int32]
    /// In m².
    public internal(set) var squaredDistances: [Float]

    public var queryCount: Int { offsets.count - 1 }

    /// Where the finds of a query lie in ``indices`` and ``squaredDistances``.
    public func range(of query: Int) -> Range<Int> { offsets[query]..<offsets[query + 1] }
}
