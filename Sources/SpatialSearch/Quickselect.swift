extension UnsafeMutableBufferPointer {
    /// Afterwards no key before `target` exceeds one at or behind it (Hoare 1961).
    ///
    /// - Complexity: O(*n*) for every order, fewer than three comparisons an element for nearly all.
    @inlinable @inline(__always)
    package func select<Key: Comparable>(_ target: Int, by key: (Element) -> Key) {
        var (first, last) = (0, count - 1)
        // Orders exist for which the median of three cuts off two elements a round. A file may hold one, so a search
        // that has looked at everything this many times goes on with pivots that are slower to find and never poor.
        var patience = 16 * count
        while last > first {
            patience -= last - first
            if patience < 0 && last - first > 64 {
                return selectSurely(target, in: first...last, by: key)
            }
            let middle = first + (last - first) / 2
            let (a, b, c) = (key(self[first]), key(self[middle]), key(self[last]))
            let pivot = Swift.max(Swift.min(a, b), Swift.min(Swift.max(a, b), c))
            let (i, j) = partition(first...last, by: key, pivot)
            if target <= j {
                last = j
            } else if target >= i {
                first = i
            } else {
                return
            }
        }
    }

    /// Hoare's partition: the keys up to `right` are at most the pivot, those from `left` on at least, any between
    /// equal it. It stops at equal keys, so that many equal ones still halve.
    @inlinable @inline(__always)
    func partition<Key: Comparable>(
        _ range: ClosedRange<Int>, by key: (Element) -> Key, _ pivot: Key
    ) -> (left: Int, right: Int) {
        var (i, j) = (range.lowerBound, range.upperBound)
        while i <= j {
            while key(self[i]) < pivot { i += 1 }
            while key(self[j]) > pivot { j -= 1 }
            if i <= j {
                swapAt(i, j)
                i += 1
                j -= 1
            }
        }
        return (i, j)
    }

    /// The same within a range, by the median of the medians of five as the pivot: three tenths of the range at least
    /// lie on either side of it (Blum, Floyd, Pratt, Rivest, Tarjan 1973).
    @inlinable @inline(never)
    func selectSurely<Key: Comparable>(_ target: Int, in range: ClosedRange<Int>, by key: (Element) -> Key) {
        var (first, last) = (range.lowerBound, range.upperBound)
        while last > first {
            // The medians gather in front.
            var medians = first
            for five in stride(from: first, through: last, by: 5) {
                let end = Swift.min(five + 4, last)
                for i in five...end {
                    var j = i
                    while j > five, key(self[j]) < key(self[j - 1]) {
                        swapAt(j, j - 1)
                        j -= 1
                    }
                }
                swapAt(medians, five + (end - five) / 2)
                medians += 1
            }
            let middle = first + (medians - 1 - first) / 2
            selectSurely(middle, in: first...medians - 1, by: key)
            let (i, j) = partition(first...last, by: key, key(self[middle]))
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
