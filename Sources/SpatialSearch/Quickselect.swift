extension UnsafeMutableBufferPointer {
    /// Afterwards no key before `target` exceeds one at or behind it (Hoare 1961).
    ///
    /// - Complexity: O(*n*) for nearly all orders.
    @inlinable @inline(__always)
    package func select<Key: Comparable>(_ target: Int, by key: (Element) -> Key) {
        var (first, last) = (0, count - 1)
        while last > first {
            let middle = first + (last - first) / 2
            let (a, b, c) = (key(self[first]), key(self[middle]), key(self[last]))
            let pivot = Swift.max(Swift.min(a, b), Swift.min(Swift.max(a, b), c))
            var (i, j) = (first, last)
            // Hoare's partition stops at equal keys, so that many equal ones still halve.
            while i <= j {
                while key(self[i]) < pivot { i += 1 }
                while key(self[j]) > pivot { j -= 1 }
                if i <= j {
                    swapAt(i, j)
                    i += 1
                    j -= 1
                }
            }
            if target <= j {
                last = j
            } else if target >= i {
                first = i
            } else {
                return
            }
        }
    }
}

extension Array where Element: Comparable {
    /// The element that sorting would put at `rank`. Puts the elements into another order.
    @inlinable
    package mutating func select(_ rank: Int) -> Element {
        withUnsafeMutableBufferPointer { $0.select(rank) { $0 } }
        return self[rank]
    }

    /// The one in the middle, the upper of two; nil if there are none. Puts the elements into another order.
    @inlinable
    package mutating func median() -> Element? { isEmpty ? nil : select(count / 2) }
}
