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
            nearest(8, to: point, into: &list)
            // Where all eight are duplicates the point tells nothing.
            if let other = list.first(where: { $0.squaredDistance > 0 }) {
                spacings.append(other.squaredDistance.squareRoot())
            }
        }
        spacings.sort()
        return spacings.isEmpty ? nil : spacings[spacings.count / 2]
    }
}
