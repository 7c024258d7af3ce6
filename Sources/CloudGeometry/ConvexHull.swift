/// Points of a plane in the order of x, then y, and which of them a hull may use: what hulls of parts of a set share.
struct PlanarPoints: Sendable {
    private(set) var points: [SIMD2<Double>]

    init(_ points: [SIMD2<Double>]) {
        self.points = points.sorted { $0.x != $1.x ? $0.x < $1.x : $0.y < $1.y }
    }

    /// The corners of the convex hull, counterclockwise, without points on its edges; one point or two where the points
    /// span no area.
    ///
    /// Andrew's monotone chains (1979).
    /// - Complexity: O(n), the points being sorted already.
    func hull(where isUsed: (Int) -> Bool = { _ in true }) -> [Int] {
        func chain(_ order: some Sequence<Int>) -> [Int] {
            var corners: [Int] = []
            for index in order where isUsed(index) {
                while corners.count >= 2,
                    !turnsLeft(corners[corners.count - 2], corners[corners.count - 1], index)
                {
                    corners.removeLast()
                }
                if corners.last.map({ points[$0] == points[index] }) ?? false { continue }
                corners.append(index)
            }
            return corners
        }
        let lower = chain(points.indices)
        let upper = chain(points.indices.reversed())
        guard lower.count > 1 else { return lower }
        return lower.dropLast() + upper.dropLast()
    }

    /// What is left after taking off whole hulls while they and those before have no more than `share` of the points:
    /// robust against strays on any side, without a direction preferred (Barnett 1976).
    func peeled(share: Double) -> PlanarPoints {
        let limit = Int(share * Double(points.count))
        guard limit > 0 else { return self }
        var isTaken = [Bool](repeating: false, count: points.count)
        var taken = 0
        while true {
            let corners = hull { !isTaken[$0] }
            guard !corners.isEmpty, taken + corners.count <= limit else { break }
            for corner in corners { isTaken[corner] = true }
            taken += corners.count
        }
        var result = self
        result.points = points.indices.filter { !isTaken[$0] }.map { points[$0] }
        return result
    }

    private func turnsLeft(_ a: Int, _ b: Int, _ c: Int) -> Bool {
        let (u, v) = (points[b] - points[a], points[c] - points[a])
        return u.x * v.y - u.y * v.x > 0
    }
}
