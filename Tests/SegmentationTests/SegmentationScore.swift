/// How well labels fit the truth, both ways: a method is neither paid for missing objects nor for shattering them.
struct SegmentationScore {
    /// The best intersection over union of each true object (50 points at least).
    var objects: [Double] = []
    /// The same of each segment found (200 points at least).
    var segments: [Double] = []

    init() {}

    /// Truth: 0 not known, 1 the support, 2… objects; labels as in a segmented scene.
    init(truth: [UInt32], labels: [UInt32]) {
        var common: [UInt64: Int] = [:]
        var (trueCounts, labelCounts): ([UInt32: Int], [UInt32: Int]) = ([:], [:])
        for (t, l) in zip(truth, labels) where t >= 1 {
            common[UInt64(t) << 32 | UInt64(l), default: 0] += 1
            trueCounts[t, default: 0] += 1
            labelCounts[l, default: 0] += 1
        }
        var best: (objects: [UInt32: Double], segments: [UInt32: Double]) = ([:], [:])
        for (key, count) in common {
            let (t, l) = (UInt32(key >> 32), UInt32(key & 0xFFFF_FFFF))
            guard t >= 2, l >= 2 else { continue }
            let overlap = Double(count) / Double(trueCounts[t]! + labelCounts[l]! - count)
            best.objects[t] = max(best.objects[t] ?? 0, overlap)
            best.segments[l] = max(best.segments[l] ?? 0, overlap)
        }
        objects = trueCounts.keys.filter { $0 >= 2 && trueCounts[$0]! >= 50 }.sorted().map { best.objects[$0] ?? 0 }
        segments = labelCounts.keys.filter { $0 >= 2 && labelCounts[$0]! >= 200 }.sorted()
            .map { best.segments[$0] ?? 0 }
    }

    static func += (left: inout Self, right: Self) {
        left.objects += right.objects
        left.segments += right.segments
    }

    var meanOfObjects: Double { objects.reduce(0, +) / Double(max(1, objects.count)) }
    var meanOfSegments: Double { segments.reduce(0, +) / Double(max(1, segments.count)) }
}
