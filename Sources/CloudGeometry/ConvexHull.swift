/// Points of a plane in the order of x, then y: what the hulls of parts of a set share.
///
/// Hulls of nearly all of a set, or of a good half of it, hang on its margin. ``init(marginOf:)`` keeps the margin alone
/// and remembers a polygon round what it left out; a hull that doesn't contain that polygon is refused, so that an
/// answer is always the one of the whole set. What is peeled remembers a narrower rim in the same way.
package struct PlanarPoints: Sendable {
    /// Ascending.
    package private(set) var points: [SIMD2<Double>]
    /// Points of the whole set, those left out included.
    private(set) var wholeCount: Int
    /// Corners of a polygon that contains every point left out.
    private var interior: [SIMD2<Double>] = []
    private var rim: Rim?

    /// Points, as ascending indices, and a polygon round all others: of every hull round that polygon they have the corners.
    private struct Rim: Sendable {
        var indices: [Int32]
        var interior: [SIMD2<Double>]
    }

    /// How far a polygon of extreme points is shrunk so that it lies inside the hull of nearly every half of the points: a
    /// fifth of them remain outside.
    private static let shrinking = 0.85
    /// Of fewer points a rim saves nothing.
    private static let fewestForARim = 512
    /// The rim is told from one point in so many.
    private static let rimStride = 8

    package init(_ points: [SIMD2<Double>]) {
        self.init(ascending: points.sorted { $0.x != $1.x ? $0.x < $1.x : $0.y < $1.y })
    }

    private init(ascending points: [SIMD2<Double>]) {
        (self.points, wholeCount) = (points, points.count)
    }

    /// - Complexity: O(n + m log m) for *m* points on the margin, typically a fifth of all.
    init(marginOf all: [SIMD2<Double>]) {
        // A polygon of extreme points (Akl and Toussaint 1978), shrunk towards its middle, lies well inside.
        let corners = Self.extremes(of: all)
        let middle = corners.reduce(.zero, +) / Double(max(corners.count, 1))
        let shrunk = corners.map { middle + ($0 - middle) * Self.shrinking }
        self.init(shrunk.count >= 3 ? all.filter { !Self.isInside($0, shrunk) } : all)
        wholeCount = all.count
        interior = points.count < all.count ? shrunk : []
    }

    /// The corners of the convex hull of points in any order, counterclockwise; none without points.
    package static func hull(of points: [SIMD2<Double>]) -> [SIMD2<Double>] {
        let margin = PlanarPoints(marginOf: points)
        if let corners = margin.hull() { return corners.map { margin.points[$0] } }
        let all = PlanarPoints(points)
        return all.hull()!.map { all.points[$0] }
    }

    /// The corners of the convex hull, counterclockwise, without points on its edges, as indices into ``points``; one
    /// or two where the points span no area. Nil where the points left out might have had a say.
    ///
    /// Andrew's monotone chains (1979).
    /// - Complexity: O(n), the points being sorted already.
    package func hull(where isUsed: (Int) -> Bool = { _ in true }) -> [Int]? {
        if let rim, let corners = hull(of: rim, where: isUsed) { return corners }
        return hull(of: margin, where: isUsed)
    }

    private var margin: Rim { Rim(indices: points.indices.map { Int32($0) }, interior: interior) }

    private func hull(of rim: Rim, where isUsed: (Int) -> Bool = { _ in true }) -> [Int]? {
        let indices = rim.indices.filter { isUsed(Int($0)) }
        var stack = [Int32](repeating: 0, count: indices.count)
        let lower = chain(indices, isReversed: false, &stack)
        var corners = stack[..<lower].map { Int($0) }
        if lower > 1 {
            let upper = chain(indices, isReversed: true, &stack)
            corners = corners.dropLast() + stack[..<max(0, upper - 1)].map { Int($0) }
        }
        guard !rim.interior.isEmpty else { return corners }
        let polygon = corners.map { points[$0] }
        return polygon.count >= 3 && rim.interior.allSatisfy { Self.isInside($0, polygon) } ? corners : nil
    }

    /// What is left after taking off whole hulls while they and those before have no more than `share` of the points:
    /// robust against strays on any side, without a direction preferred (Barnett 1976). Nil as with ``hull(where:)``.
    func peeled(share: Double) -> PlanarPoints? {
        let limit = Int(share * Double(wholeCount))
        guard limit > 0 else { return self }
        let rim = rim(outsideOfLayersOf: limit)
        guard let isTaken = rim.flatMap({ layers(of: $0, upTo: limit) }) ?? layers(of: margin, upTo: limit) else {
            return nil
        }
        var result = self
        result.points = []
        result.rim = rim.map { Rim(indices: [], interior: $0.interior) }
        var ahead = rim?.indices[...] ?? []
        for index in points.indices {
            let isOnRim = ahead.first == Int32(index)
            if isOnRim { ahead = ahead.dropFirst() }
            if isTaken[index] { continue }
            if isOnRim { result.rim?.indices.append(Int32(result.points.count)) }
            result.points.append(points[index])
        }
        result.wholeCount -= points.count - result.points.count
        return result
    }

    /// Which points make up the outermost hulls, with `limit` points at most.
    private func layers(of rim: Rim, upTo limit: Int) -> [Bool]? {
        var rim = rim
        var isTaken = [Bool](repeating: false, count: points.count)
        var taken = 0
        while true {
            guard let corners = hull(of: rim) else { return nil }
            guard !corners.isEmpty, taken + corners.count <= limit else { return isTaken }
            for corner in corners { isTaken[corner] = true }
            rim.indices.removeAll { isTaken[Int($0)] }
            taken += corners.count
        }
    }

    /// The points that `limit` in layers, and those of the next layers, will mostly be among.
    private func rim(outsideOfLayersOf limit: Int) -> Rim? {
        guard points.count >= Self.fewestForARim else { return nil }
        // An eighth of the points peeled four times as deep, corners rounded off and all: as deep as halves reach.
        let sample = PlanarPoints(ascending: stride(from: 0, to: points.count, by: Self.rimStride).map { points[$0] })
        guard let isTaken = sample.layers(of: sample.margin, upTo: limit / 2),
            let corners = sample.hull(where: { !isTaken[$0] }), corners.count >= 3
        else { return nil }
        let polygon = corners.map { sample.points[$0] }
        return Rim(
            indices: points.indices.filter { !Self.isInside(points[$0], polygon) }.map { Int32($0) },
            interior: polygon + interior)
    }

    /// The furthest points in sixteen directions, counterclockwise, each once.
    private static func extremes(of points: [SIMD2<Double>]) -> [SIMD2<Double>] {
        guard let first = points.first else { return [] }
        // Multiples of 22.5°, to a few digits: which directions doesn't matter.
        let (a, b, c) = (0.924, 0.707, 0.383)
        let eighth = [SIMD2(1, 0), SIMD2(a, c), SIMD2(b, b), SIMD2(c, a)]
        let quarter = eighth + eighth.map { SIMD2(-$0.y, $0.x) }
        let directions = quarter + quarter.map { $0 * -1 }
        var best = [(height: Double, point: SIMD2<Double>)](repeating: (-.infinity, first), count: directions.count)
        for point in points {
            for (i, direction) in directions.enumerated() {
                let height = direction.x * point.x + direction.y * point.y
                if height > best[i].height { best[i] = (height, point) }
            }
        }
        return best.indices.filter { best[$0].point != best[($0 + best.count - 1) % best.count].point }
            .map { best[$0].point }
    }

    /// Whether a point lies within a convex polygon given counterclockwise, or on its edge.
    package static func isInside(_ point: SIMD2<Double>, _ polygon: [SIMD2<Double>]) -> Bool {
        var last = polygon[polygon.count - 1]
        for corner in polygon {
            if turnsLeft(last, point, corner) { return false }
            last = corner
        }
        return true
    }

    @inline(__always)
    static func turnsLeft(_ a: SIMD2<Double>, _ b: SIMD2<Double>, _ c: SIMD2<Double>) -> Bool {
        let (u, v) = (b - a, c - a)
        return u.x * v.y - u.y * v.x > 0
    }
}
