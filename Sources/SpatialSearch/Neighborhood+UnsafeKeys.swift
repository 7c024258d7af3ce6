/// The finds of one query of a pass over many, nearest first; valid while the pass shows it.
@frozen
public struct Neighborhood {
    @usableFromInline let keys: UnsafeBufferPointer<NeighborKey>

    @inlinable
    init(keys: UnsafeBufferPointer<NeighborKey>) { self.keys = keys }
}

extension Neighborhood: RandomAccessCollection {
    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { keys.count }

    @inlinable
    public subscript(position: Int) -> Neighbor {
        let key = keys[position]
        return Neighbor(index: Int(key.index), squaredDistance: key.squaredDistance)
    }
}
