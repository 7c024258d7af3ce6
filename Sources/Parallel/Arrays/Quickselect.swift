extension SharedElements {
    /// Afterwards no key before `target` exceeds one at or behind it (Hoare 1961).
    ///
    /// - Complexity: O(*n*) for every order, fewer than three comparisons an element for nearly all.
    @inlinable @inline(__always)
    package func select<Key: Comparable>(_ target: Int, in range: Range<Int>, by key: (Element) -> Key) {
        select(target, in: range, patience: 16 * range.count, by: key)
    }

    /// - Parameter patience: elements to look at by the median of three. Orders exist for which it cuts off two elements
    ///   a round, and a file may hold one; after that come pivots that are slower to find and never poor.
    @inlinable @inline(__always)
    func select<Key: Comparable>(_ target: Int, in range: Range<Int>, patience: Int, by key: (Element) -> Key) {
        var (first, last, patience) = (range.lowerBound, range.upperBound - 1, patience)
        while last > first {
            patience -= last - first
            let isTried = patience < 0 && last - first > 64
            let pivot = isTried ? medianOfMedians(first...last, by: key) : medianOfThree(first...last, by: key)
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

    @inlinable @inline(__always)
    func medianOfThree<Key: Comparable>(_ range: ClosedRange<Int>, by key: (Element) -> Key) -> Key {
        let middle = range.lowerBound + (range.upperBound - range.lowerBound) / 2
        let (a, b, c) = (key(self[range.lowerBound]), key(self[middle]), key(self[range.upperBound]))
        return Swift.max(Swift.min(a, b), Swift.min(Swift.max(a, b), c))
    }

    /// The median of the medians of five: three tenths of the range at least lie on either side of it (Blum, Floyd,
    /// Pratt, Rivest, Tarjan 1973). Puts the range into another order.
    @inlinable @inline(never)
    func medianOfMedians<Key: Comparable>(_ range: ClosedRange<Int>, by key: (Element) -> Key) -> Key {
        // The medians gather in front.
        var medians = range.lowerBound
        for five in stride(from: range.lowerBound, through: range.upperBound, by: 5) {
            let end = Swift.min(five + 4, range.upperBound)
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
        let middle = range.lowerBound + (medians - 1 - range.lowerBound) / 2
        select(middle, in: range.lowerBound..<medians, patience: 0, by: key)
        return key(self[middle])
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
}

extension Array where Element: Comparable {
    /// The element that sorting would put at `rank`. Puts the elements into another order.
    @inlinable
    package mutating func select(_ rank: Int) -> Element {
        withSharedElements { $0.select(rank, in: 0..<$0.count) { $0 } }
        return self[rank]
    }

    /// The one in the middle, the upper of two; nil if there are none. Puts the elements into another order.
    @inlinable
    package mutating func median() -> Element? { isEmpty ? nil : select(count / 2) }
}
