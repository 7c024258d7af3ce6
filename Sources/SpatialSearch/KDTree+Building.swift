import Parallel
internal import PointClouds

/// A point on its way to its leaf: x, y, z and the bits of its index, 16 bytes that move as one.
private typealias Record = SIMD4<Float>

extension KDTree.Storage {
    /// The finite points of the cloud with their indices, in the cloud's order.
    static func finiteRecords(of points: Coordinates) -> [SIMD4<Float>] {
        points.withUnsafeColumns { x, y, z in
            Array(unsafeUninitializedCapacity: points.count) { records, count in
                for i in points.indices {
                    let record = Record(x[i], y[i], z[i], Float(bitPattern: UInt32(i)))
                    records.initializeElement(at: count, to: record)
                    // Written always, kept when finite: only NaN and ±∞ differ from themselves by anything but 0.
                    let zero = (x[i] - x[i]) + (y[i] - y[i]) + (z[i] - z[i])
                    count += zero == 0 ? 1 : 0
                }
            }
        }
    }

    /// Orders the records so that each leaf's points, each group's, … are neighbours in memory and in space.
    ///
    /// A range is cut across the widest side of its box, at the multiple of a child's size nearest to the middle from
    /// above. The cuts depend on the points alone, never on the threads.
    static func arrange(_ records: SharedElements<SIMD4<Float>>, threads: Int) {
        // The upper cuts in turn, then one job a part; some more parts than threads even out their work.
        var parts = [0..<records.count]
        let jobSize = max(4096, records.count / 16)
        var jobs: [Range<Int>] = []
        while let part = parts.popLast() {
            if part.count <= jobSize {
                jobs.append(part)
            } else {
                let middle = cut(records, part)
                parts.append(part.lowerBound..<middle)
                parts.append(middle..<part.upperBound)
            }
        }
        forEachBlock(of: jobs.count, size: 1, threads: threads) { job, _ in
            arrange(records, jobs[job])
        }
    }

    private static func arrange(_ records: SharedElements<Record>, _ range: Range<Int>) {
        guard range.count > KDTree.leafSize else { return }
        let middle = cut(records, range)
        arrange(records, range.lowerBound..<middle)
        arrange(records, middle..<range.upperBound)
    }

    /// Puts the lesser points of a range before the greater along its widest side and tells where these begin.
    private static func cut(_ records: SharedElements<Record>, _ range: Range<Int>) -> Int {
        // The largest child size that is smaller than the range: it has two to eight children.
        var child = KDTree.leafSize
        while child * KDTree.fanOut < range.count { child *= KDTree.fanOut }
        let children = (range.count + child - 1) / child
        let middle = range.lowerBound + (children + 1) / 2 * child

        var (low, high) = (records[range.lowerBound], records[range.lowerBound])
        for i in range {
            let record = records[i]
            low.replace(with: record, where: record .< low)
            high.replace(with: record, where: record .> high)
        }
        let size = high - low
        let axis = size.x >= size.y && size.x >= size.z ? 0 : size.y >= size.z ? 1 : 2
        switch axis {
        case 0: records.select(middle, in: range) { $0.x }
        case 1: records.select(middle, in: range) { $0.y }
        default: records.select(middle, in: range) { $0.z }
        }
        return middle
    }

    /// Spreads the arranged records over the columns.
    func fillSlots(from records: SharedElements<SIMD4<Float>>, threads: Int) {
        let capacity = leafCount * KDTree.leafSize
        forEachBlock(of: capacity, size: 1 << 14, threads: threads) { _, range in
            for slot in range {
                let record = slot < count ? records[slot] : Record(.nan, .nan, .nan, Float(bitPattern: .max))
                x[slot] = record.x
                y[slot] = record.y
                z[slot] = record.z
                index[slot] = Int32(bitPattern: record.w.bitPattern)
            }
        }
    }

    /// The tight boxes of leaves and groups, level by level from below.
    func fillBoxes(threads: Int) {
        var children = leafCount
        for level in 0..<levelCount {
            let groups = (children + KDTree.fanOut - 1) / KDTree.fanOut
            forEachBlock(of: groups, size: 256, threads: threads) { _, range in
                for group in range {
                    let box = boxes.baseAddress + 6 * (levelStarts[level] + group)
                    // A child that isn't there is infinitely far from everything.
                    for axis in 0..<3 {
                        (box + axis).initialize(to: SIMD8(repeating: .infinity))
                        (box + axis + 3).initialize(to: SIMD8(repeating: -.infinity))
                    }
                    for lane in 0..<min(KDTree.fanOut, children - group * KDTree.fanOut) {
                        let child = group * KDTree.fanOut + lane
                        let (low, high) = level == 0 ? leafBox(child) : groupBox(levelStarts[level - 1] + child)
                        for axis in 0..<3 {
                            box[axis][lane] = low[axis]
                            box[axis + 3][lane] = high[axis]
                        }
                    }
                }
            }
            children = groups
        }
    }

    private func leafBox(_ leaf: Int) -> (low: SIMD3<Float>, high: SIMD3<Float>) {
        var low = SIMD3<Float>(repeating: .infinity)
        var high = -low
        for slot in leaf * KDTree.leafSize..<min(count, (leaf + 1) * KDTree.leafSize) {
            let point = SIMD3(x[slot], y[slot], z[slot])
            low.replace(with: point, where: point .< low)
            high.replace(with: point, where: point .> high)
        }
        return (low, high)
    }

    private func groupBox(_ group: Int) -> (low: SIMD3<Float>, high: SIMD3<Float>) {
        let box = boxes.baseAddress + 6 * group
        return (
            SIMD3(box[0].min(), box[1].min(), box[2].min()), SIMD3(box[3].max(), box[4].max(), box[5].max())
        )
    }
}
