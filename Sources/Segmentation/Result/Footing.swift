import CloudGeometry
import LinearAlgebra
public import Parallel
import PointClouds
import SpatialSearch

/// What an object stands on: the support, or the top of another object below its footprint.
///
/// A single view seldom shows the crack between the two, and never what is below. Two signs count: the object's points
/// lie, seen from above, over the other's outline; or its seen face goes down into the other's, which goes on below it
/// in the same place. Something lower that merely stands before an object has neither.
public struct Footing: Equatable, Sendable {
    /// Metres over the support.
    public var height: Double
    /// The place of the object below among those asked about; nil for the support.
    public var carrier: Int?

    /// What stands on nothing but the support.
    public static let onSupport = Footing(height: 0, carrier: nil)

    /// How far the lowest seen points of an object may lie below, or above, the top that it stands on.
    private static let slack: Float = 0.015
    /// How far faces that go on in one another may lie apart, seen from above.
    private static let cellSize: Float = 0.006

    /// What each object stands on.
    ///
    /// - Parameter objects: the points of each, in metres and in a frame whose z is the height over the support.
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
    }

    private static func footing(of index: Int, _ objects: [[SIMD3<Float>]], _ boxes: [Box]) -> Footing? {
        let points = objects[index]
        guard points.count >= 20 else { return nil }
        // What reaches down to the support stands on it: counted first, for most things do.
        guard points.count(where: { $0.z <= slack }) <= points.count / 50 else { return nil }
        var heights = points.map(\.z)
        let low = heights.select(points.count / 50)
        let box = boxes[index]
        let sample = stride(from: 0, to: points.count, by: max(1, points.count / 200)).map { points[$0] }
        let feet = points.filter { $0.z < low + 0.008 }
        var best: Footing?
        for other in objects.indices where other != index {
            let below = boxes[other]
            // Flush faces may share no more than their border.
            guard below.low.x < box.high.x + cellSize, below.high.x > box.low.x - cellSize,
                below.low.y < box.high.y + cellSize, below.high.y > box.low.y - cellSize, below.low.z < low,
                let top = top(of: objects[other], around: box, under: low + slack)
            else { continue }
            guard Double(top) > best?.height ?? 0 else { continue }
            if isOver(sample, objects[other]) || goesOnBelow(feet, objects[other], low: low) {
                best = Footing(height: Double(top), carrier: other)
            }
        }
        return best
    }

    /// The height of the other's upper side near an object: the 90th percentile of its points there, if that is not
    /// above `limit`.
    private static func top(of other: [SIMD3<Float>], around box: Box, under limit: Float) -> Float? {
        let margin: Float = 0.03
        var near = other.filter { p in
            p.x > box.low.x - margin && p.x < box.high.x + margin && p.y > box.low.y - margin
                && p.y < box.high.y + margin
        }.map(\.z)
        guard near.count >= 20 else { return nil }
        let top = near.select(near.count * 9 / 10)
        return top <= limit ? top : nil
    }

    /// Whether a third of the points lie over the other's outline.
    private static func isOver(_ sample: [SIMD3<Float>], _ other: [SIMD3<Float>]) -> Bool {
        func flat(_ p: SIMD3<Float>) -> SIMD2<Double> { SIMD2(Double(p.x), Double(p.y)) }
        let polygon = PlanarPoints.hull(of: other.map(flat))
        guard polygon.count >= 3 else { return false }
        return sample.count { PlanarPoints.isInside(flat($0), polygon) } * 3 >= sample.count
    }

    /// Whether the other's face goes on where the object's seen face ends: below most of its lowest points.
    private static func goesOnBelow(_ feet: [SIMD3<Float>], _ other: [SIMD3<Float>], low: Float) -> Bool {
        func cell(_ p: SIMD3<Float>) -> SIMD2<Int32> {
            SIMD2(Int32((p.x / cellSize).rounded(.down)), Int32((p.y / cellSize).rounded(.down)))
        }
        let cells = Set(other.lazy.filter { $0.z < low - 0.006 && $0.z > low - 0.04 }.map(cell))
        guard !cells.isEmpty else { return false }
        let met = feet.count { foot in
            let place = cell(foot)
            return (-1...1).contains { dx in (-1...1).contains { dy in cells.contains(place &+ SIMD2(dx, dy)) } }
        }
        return met * 2 >= feet.count
    }
}
