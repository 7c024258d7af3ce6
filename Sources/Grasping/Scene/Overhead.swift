import CloudGeometry
import LinearAlgebra
import PointClouds

/// What stands over an object, in the way of lifting it along the support's normal.
///
/// The object fills what lies below its seen tops and, within the convex outline of its points where another thing hides
/// it, what lies below the highest of them. Points of other things above that, and no higher than it is lifted, are in
/// the way: a shelf, a neighbour that leans over, what lies on it.
struct Overhead {
    /// The points in the way, by their label.
    private var counts = LabelCounts()

    /// The outline shrinks by this much, metres: the face of a neighbour that touches the object slides along it.
    static let margin = 0.008
    /// Between the object and what is over it, at least, metres: the noise of two surfaces.
    private static let gap: Float = 0.008
    /// Fewer points are strays.
    static let fewest = 12
    /// The side of a cell of the map of the object's tops: a few points of a common scan; metres.
    private static let cell: Float = 0.006
    /// A large object's map has no more cells than that to a side.
    private static let mostCells: Float = 128

    var count: Int { counts.total }
    var isInTheWay: Bool { count >= Self.fewest }

    /// The label that most of the points carry; nil if it is no object's.
    var obstacle: UInt32? { counts.object }

    /// - Complexity: O(n) for the points round the object, and O(m · c) for the m of others within its bounds and the c
    ///   corners of its outline.
    init(of surroundings: Surroundings, lift: Double) {
        let (low, high) = (surroundings.object.low, surroundings.object.high)
        let points = surroundings.points
        guard lift > 0, surroundings.ownCount > 0 else { return }
        var above: [Int] = []
        for i in surroundings.ownCount..<points.count {
            let (x, y, z) = (points.x[i], points.y[i], points.z[i])
            if x > low.x, x < high.x, y > low.y, y < high.y, z > low.z + Self.gap { above.append(i) }
        }
        guard above.count >= Self.fewest else { return }

        let tops = Tops(of: surroundings, cell: max(Self.cell, (high - low).max() / Self.mostCells))
        for i in above {
            let point = points[i]
            guard tops.outlineHolds(SIMD2(Double(point.x), Double(point.y)), margin: Self.margin) else { continue }
            let top = tops.top(at: point) ?? high.z
            if point.z > top + Self.gap, point.z < top + Float(lift) {
                counts.add(surroundings.labels[i])
            }
        }
    }
}

/// The heights and the outline of an object's own points, seen along the support's normal.
private struct Tops {
    private let cell: Float
    private let low: SIMD3<Float>
    private let columns, rows: Int
    private var heights: [Float]
    /// Counterclockwise.
    private let corners: [SIMD2<Double>]

    init(of surroundings: Surroundings, cell: Float) {
        let (low, high) = (surroundings.object.low, surroundings.object.high)
        (self.cell, self.low) = (cell, low)
        columns = Int((high.x - low.x) / cell) + 1
        rows = Int((high.y - low.y) / cell) + 1
        heights = Array(repeating: -.infinity, count: columns * rows)
        // The outline hangs on the outermost points of each column.
        var ends = [(low: SIMD2<Double>, high: SIMD2<Double>)?](repeating: nil, count: columns)
        for i in 0..<surroundings.ownCount {
            let point = surroundings.points[i]
            let column = Int((point.x - low.x) / cell)
            let index = column * rows + Int((point.y - low.y) / cell)
            heights[index] = max(heights[index], point.z)
            let place = SIMD2(Double(point.x), Double(point.y))
            guard let end = ends[column] else {
                ends[column] = (place, place)
                continue
            }
            if place.y < end.low.y { ends[column]?.low = place }
            if place.y > end.high.y { ends[column]?.high = place }
        }
        let outermost = PlanarPoints(ends.compactMap { $0 }.flatMap { [$0.low, $0.high] })
        corners = (outermost.hull() ?? []).map { outermost.points[$0] }
    }

    /// Whether a place lies within the outline by at least a margin.
    func outlineHolds(_ place: SIMD2<Double>, margin: Double) -> Bool {
        guard var last = corners.last, corners.count > 2 else { return false }
        for corner in corners {
            let (side, to) = (corner - last, place - last)
            let length = (side.x * side.x + side.y * side.y).squareRoot()
            guard side.x * to.y - side.y * to.x >= margin * length else { return false }
            last = corner
        }
        return true
    }

    /// The highest own point at a place within the bounds or one cell beside it; nil where there is none.
    func top(at point: SIMD3<Float>) -> Float? {
        let (column, row) = (Int((point.x - low.x) / cell), Int((point.y - low.y) / cell))
        var top = -Float.infinity
        for c in max(0, column - 1)...min(columns - 1, column + 1) {
            for r in max(0, row - 1)...min(rows - 1, row + 1) { top = max(top, heights[c * rows + r]) }
        }
        return top > -.infinity ? top : nil
    }
}
