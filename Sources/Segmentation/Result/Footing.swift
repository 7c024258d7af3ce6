import CloudGeometry
import LinearAlgebra
public import Parallel
import PointClouds

/// What carries an object: the support, or the top of another object below its footprint.
///
/// A single view seldom shows the crack between the two, and never what is below. Two signs count: the object's points
/// lie, seen from above, over the other's outline; or its visible face goes down into the other's, which continues below
/// it in the same place. Something lower that merely stands in front of an object has neither.
public struct Footing: Equatable, Sendable {
    /// Metres over the support.
    public var height: Double
    /// Which object is below: its index in the array that was given to ``footings(of:threads:)``; nil for the support.
    public var carrier: Int?

    /// Of what stands on nothing but the support.
    public static let onSupport = Footing(height: 0, carrier: nil)

    /// What decides. Lengths in metres: those of objects on a table, as depth cameras see them from a metre.
    private enum Limit {
        /// How far the lowest visible points of an object may lie below, or above, the top that it stands on.
        static let slack: Float = 0.015
        /// Fewer points tell nothing of an object's outline.
        static let fewestPoints = 20
        /// One point in so many may lie lower than the object: it is a neighbour's.
        static let pointsPerOutlier = 50
        /// Points looked at to see whether the object lies over another, and the share that must: a third, for the far
        /// side of a carrier's outline is hidden by the object itself.
        static let outlineSamples = 200
        static let shareOver = 1.0 / 3
        /// The feet are the points up to this above the lowest.
        static let footHeight: Float = 0.008
        /// The other's top is this percentile of its points no further than this from the object.
        static let topPercentile = (numerator: 9, denominator: 10)
        static let topMargin: Float = 0.03
        /// How far faces that continue in one another may lie apart, seen from above.
        static let cellSize: Float = 0.006
        /// The face that continues is looked for from this to this far below the lowest points.
        static let faceBelow: ClosedRange<Float> = 0.006...0.04
        /// The share of the feet under which it must continue.
        static let shareContinued = 0.5
    }

    /// What carries each object.
    ///
    /// - Parameters:
    ///   - objects: the points of each, in metres and in a frame whose z is the height over the support.
    ///   - threads: how many threads may be used.
    /// - Complexity: O(n log n) in the points of those that don't reach down to the support.
    public static func footings(of objects: [[SIMD3<Float>]], threads: Int = availableThreads) -> [Footing] {
        let boxes = objects.map { Box(of: $0) }
        return parallelMap(0..<objects.count, threads: threads) { footing(of: $0, objects, boxes) ?? .onSupport }
    }

    private struct Box {
        var low = SIMD3<Float>(repeating: .infinity)
        var high = SIMD3<Float>(repeating: -.infinity)

        init(of points: [SIMD3<Float>]) {
            for point in points {
                low = pointwiseMin(low, point)
                high = pointwiseMax(high, point)
            }
        }

        /// Whether two boxes overlap, seen from above; flush faces may share no more than their border.
        func meets(_ other: Self, within margin: Float) -> Bool {
            other.low.x < high.x + margin && other.high.x > low.x - margin && other.low.y < high.y + margin
                && other.high.y > low.y - margin
        }
    }

    private static func footing(of index: Int, _ objects: [[SIMD3<Float>]], _ boxes: [Box]) -> Footing? {
        let points = objects[index]
        guard points.count >= Limit.fewestPoints else { return nil }
        let outliers = points.count / Limit.pointsPerOutlier
        // What reaches down to the support stands on it: counted first, for most objects do.
        guard points.count(where: { $0.z <= Limit.slack }) <= outliers else { return nil }
        var heights = points.map(\.z)
        let low = heights.select(outliers)
        let box = boxes[index]
        let step = max(1, points.count / Limit.outlineSamples)
        let sample = stride(from: 0, to: points.count, by: step).map { points[$0] }
        let feet = points.filter { $0.z < low + Limit.footHeight }
        var best: Footing?
        for other in objects.indices where other != index {
            guard box.meets(boxes[other], within: Limit.cellSize), boxes[other].low.z < low,
                let top = top(of: objects[other], around: box, under: low + Limit.slack)
            else { continue }
            guard Double(top) > best?.height ?? 0 else { continue }
            if isOver(sample, objects[other]) || continuesBelow(feet, objects[other], low: low) {
                best = Footing(height: Double(top), carrier: other)
            }
        }
        return best
    }

    /// The height of the other's upper side near an object: a high percentile of its points there, if that is not above
    /// `limit`.
    private static func top(of other: [SIMD3<Float>], around box: Box, under limit: Float) -> Float? {
        let margin = Limit.topMargin
        var near = other.filter { p in
            p.x > box.low.x - margin && p.x < box.high.x + margin && p.y > box.low.y - margin
                && p.y < box.high.y + margin
        }.map(\.z)
        guard near.count >= Limit.fewestPoints else { return nil }
        let top = near.select(near.count * Limit.topPercentile.numerator / Limit.topPercentile.denominator)
        return top <= limit ? top : nil
    }

    /// Whether enough of the points lie over the other's outline.
    private static func isOver(_ sample: [SIMD3<Float>], _ other: [SIMD3<Float>]) -> Bool {
        func flat(_ p: SIMD3<Float>) -> SIMD2<Double> { SIMD2(Double(p.x), Double(p.y)) }
        let polygon = PlanarPoints.hull(of: other.map(flat))
        guard polygon.count >= 3 else { return false }
        let over = sample.count { PlanarPoints.isInside(flat($0), polygon) }
        return Double(over) / Double(sample.count) >= Limit.shareOver
    }

    /// Whether the other's face continues where the object's visible face ends: below enough of its lowest points.
    private static func continuesBelow(_ feet: [SIMD3<Float>], _ other: [SIMD3<Float>], low: Float) -> Bool {
        func cell(_ p: SIMD3<Float>) -> SIMD2<Int32> {
            SIMD2(Int32((p.x / Limit.cellSize).rounded(.down)), Int32((p.y / Limit.cellSize).rounded(.down)))
        }
        let cells = Set(
            other.lazy.filter {
                $0.z < low - Limit.faceBelow.lowerBound && $0.z > low - Limit.faceBelow.upperBound
            }.map(cell))
        guard !cells.isEmpty else { return false }
        let met = feet.count { foot in
            let place = cell(foot)
            return (-1...1).contains { dx in (-1...1).contains { dy in cells.contains(place &+ SIMD2(dx, dy)) } }
        }
        return Double(met) / Double(feet.count) >= Limit.shareContinued
    }
}
