/// A heap of pairs that may be merged, least priority value first; ties fall to the lower ids, so that the order is one.
struct MergeQueue {
    struct Entry {
        var priority: Double
        var first: Int32
        var second: Int32
        /// The versions of both when the entry was made: an entry about an older version is stale.
        var versions: (Int32, Int32)

        @inline(__always)
        func isBefore(_ other: Entry) -> Bool {
            if priority != other.priority { return priority < other.priority }
            if first != other.first { return first < other.first }
            return second < other.second
        }
    }

    private var heap: [Entry] = []

    mutating func push(_ entry: Entry) {
        heap.append(entry)
        raise(entry, to: heap.count - 1)
    }

    mutating func pop() -> Entry? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        // The gap sinks to the bottom, for there the last entry belongs nearly always; then that one rises (Wegener 1993).
        var gap = 0
        while 2 * gap + 1 < heap.count {
            var child = 2 * gap + 1
            if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
            heap[gap] = heap[child]
            gap = child
        }
        raise(last, to: gap)
        return first
    }

    /// Puts an entry where it belongs between the top and `gap`.
    private mutating func raise(_ entry: Entry, to gap: Int) {
        var gap = gap
        while gap > 0, entry.isBefore(heap[(gap - 1) / 2]) {
            heap[gap] = heap[(gap - 1) / 2]
            gap = (gap - 1) / 2
        }
        heap[gap] = entry
    }
}
