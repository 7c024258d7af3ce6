extension KDTree {
    /// The cloud's median point spacing: the distance of a typical point to the nearest other one, in metres.
    ///
    /// Measured at up to `samples` points spread evenly over the tree. Points on one spot count as one: of neighbours
    /// at distance 0 the spacing isn't seen. Nil if there are no two points apart.
    ///
    /// - Complexity: O(*samples* · log *n*) on average.
    public func medianSpacing(samples: Int = 4096) -> Float? {
        let step = max(1, count / max(1, samples))
        var list = NeighborList()
        var spacings: [Float] = []
        for slot in stride(from: step / 2, to: count, by: step) {
            let point = SIMD3(storage.x[slot], storage.y[slot], storage.z[slot])
            // In a crowd on one spot, such as zeros for what wasn't measured, a leaf holds nothing else; to search it
            // would mean to look through all of it for the lowest numbers.
            let leaf = slot / KDTree.leafSize * KDTree.leafSize
            let last = min(leaf + KDTree.leafSize, count) - 1
            if leaf < last, isSamePlace(leaf, last), isSamePlace(leaf, slot), isSamePlace(leaf, (leaf + last) / 2) {
                continue
            }
            nearest(8, to: point, into: &list)
            // Where all eight are duplicates the point tells nothing.
            if let other = list.first(where: { $0.squaredDistance > 0 }) {
                spacings.append(other.squaredDistance.squareRoot())
            }
        }
        spacings.sort()
        return spacings.isEmpty ? nil : spacings[spacings.count / 2]
    }

    private func isSamePlace(_ a: Int, _ b: Int) -> Bool {
        storage.x[a] == storage.x[b] && storage.y[a] == storage.y[b] && storage.z[a] == storage.z[b]
    }
}
