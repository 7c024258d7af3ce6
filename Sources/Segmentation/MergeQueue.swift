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
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func pop() -> Entry? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
            guard heap[child].isBefore(heap[parent]) else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return first
    }
}
