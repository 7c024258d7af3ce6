import Parallel

extension KDTree {
    /// The first rule of the tree that is broken, in words, or nil: for tests.
    ///
    /// Every finite point stands in one slot under its index, slots behind the last hold NaN, and the boxes of leaves
    /// and groups are the tightest round what they hold.
    ///
    /// - Complexity: O(*n*).
    func brokenInvariant() -> String? {
        let s = storage
        var seen = Set<Int32>()
        for slot in 0..<s.leafCount * Self.leafSize {
            if slot >= s.count {
                guard s.x[slot].isNaN && s.y[slot].isNaN && s.z[slot].isNaN else { return "slot \(slot) isn't empty" }
            } else {
                guard SIMD3(s.x[slot], s.y[slot], s.z[slot]).isFinite else { return "slot \(slot) isn't finite" }
                guard (0..<s.pointCount).contains(Int(s.index[slot])) else { return "slot \(slot) names no point" }
                guard seen.insert(s.index[slot]).inserted else { return "point \(s.index[slot]) has two slots" }
            }
        }
        var slotsPerChild = Self.leafSize
        var children = s.leafCount
        for level in 0..<s.levelCount {
            for child in 0..<(children + 7) / 8 * 8 {
                let slots =
                    child * slotsPerChild..<max(child * slotsPerChild, min(s.count, (child + 1) * slotsPerChild))
                let box = s.boxes.baseAddress + 6 * (s.levelStarts[level] + child / 8)
                for (axis, column) in [s.x, s.y, s.z].enumerated() {
                    let low = slots.map { column[$0] }.min() ?? .infinity
                    let high = slots.map { column[$0] }.max() ?? -.infinity
                    guard box[axis][child % 8] == low && box[axis + 3][child % 8] == high else {
                        return "the box of child \(child) on level \(level) isn't tight along axis \(axis)"
                    }
                }
            }
            slotsPerChild *= Self.fanOut
            children = (children + 7) / 8
        }
        return children <= 1 ? nil : "\(children) roots"
    }
}
