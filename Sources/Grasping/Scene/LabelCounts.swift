import Segmentation

/// Points counted by their label.
struct LabelCounts {
    private var counts: [UInt32: Int] = [:]

    mutating func add(_ label: UInt32) { counts[label, default: 0] += 1 }

    var total: Int { counts.values.reduce(0, +) }

    /// The label that most of the points carry, the lowest of equally many; `nil` if it is no object's.
    var object: UInt32? {
        let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
        return most.flatMap { SegmentLabel.isObject($0.key) ? $0.key : nil }
    }
}
