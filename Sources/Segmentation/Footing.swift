import LinearAlgebra
import PointClouds

/// What an object stands on: the support, or the top of another object below its footprint.
///
/// A single view seldom shows the crack between the two, and never what is below. Two signs count: the object's points
/// lie, seen from above, over the other's outline; or its seen face goes down into the other's, which goes on below it
/// in the same place. Something lower that merely stands before an object has neither.
struct Footing {
    private let points: Coordinates
    /// Of each object, in the order of the scene's.
    private let ownPoints: [[Int]]
    private let objects: [GraspScene.Object]

    /// How far the lowest seen points of an object may lie below, or above, the top that it stands on.
    static let slack: Float = 0.015

    /// - Parameter points: in the support frame.
    init(of objects: [GraspScene.Object], points: Coordinates, labels: [UInt32]) {
        (self.points, self.objects) = (points, objects)
        let last = objects.map { Int($0.label) }.max() ?? 0
        var place = [Int?](repeating: nil, count: last + 1)
        for (k, object) in objects.enumerated() { place[Int(object.label)] = k }
        var own = [[Int]](repeating: [], count: objects.count)
        for i in labels.indices where labels[i] >= 2 && Int(labels[i]) <= last {
            if let k = place[Int(labels[i])] { own[k].append(i) }
        }
        ownPoints = own
    }

    /// The objects with what they stand on.
    func applied() -> [GraspScene.Object] {
        objects.indices.map { index in
            var object = objects[index]
            if let (height, id) = footing(of: index) { (object.footing, object.standsOn) = (height, id) }
            return object
        }
    }

    private func footing(of index: Int) -> (height: Double, id: Int)? {
        let object = objects[index]
        let heights = ownPoints[index].map { points.z[$0] }.sorted()
        guard heights.count >= 20 else { return nil }
        let low = heights[heights.count / 50]
        // What reaches down to the support stands on it.
        guard low > Self.slack else { return nil }
        let sample = stride(from: 0, to: heights.count, by: max(1, heights.count / 200)).map { ownPoints[index][$0] }
        let feet = ownPoints[index].filter { points.z[$0] < low + 0.008 }
        var best: (height: Double, id: Int)?
        for other in objects.indices where other != index {
            let below = objects[other]
            guard below.low.x < object.high.x, below.high.x > object.low.x, below.low.y < object.high.y,
                below.high.y > object.low.y, below.low.z < low,
                let top = top(of: other, around: object, under: low + Self.slack)
            else { continue }
            guard Double(top) > best?.height ?? 0 else { continue }
            if isOver(sample, other) || goesOnBelow(feet, other, low: low) { best = (Double(top), below.id) }
        }
        return best
    }

    /// The height of the other's upper side near an object: the 90th percentile of its points there, if that is not
    /// above `limit`.
    private func top(of other: Int, around object: GraspScene.Object, under limit: Float) -> Float? {
        let margin: Float = 0.03
        let near = ownPoints[other].lazy.filter { i in
            let (x, y) = (points.x[i], points.y[i])
            return x > object.low.x - margin && x < object.high.x + margin && y > object.low.y - margin
                && y < object.high.y + margin
        }.map { points.z[$0] }.sorted()
        guard near.count >= 20 else { return nil }
        let top = near[near.count * 9 / 10]
        return top <= limit ? top : nil
    }

    /// Whether a third of the points lie over the other's outline.
    private func isOver(_ sample: [Int], _ other: Int) -> Bool {
        let outline = Self.hull(of: ownPoints[other].map { SIMD2(points.x[$0], points.y[$0]) })
        guard outline.count >= 3 else { return false }
        let inside = sample.count { i in
            let p = SIMD2(points.x[i], points.y[i])
            return outline.indices.allSatisfy { k in
                Self.turn(outline[k], outline[(k + 1) % outline.count], p) >= 0
            }
        }
        return inside * 3 >= sample.count
    }

    /// Whether the other's face goes on where the object's seen face ends: below most of its lowest points.
    private func goesOnBelow(_ feet: [Int], _ other: Int, low: Float) -> Bool {
        let cell: Float = 0.006
        var cells: Set<SIMD2<Int32>> = []
        for i in ownPoints[other] where points.z[i] < low - 0.006 && points.z[i] > low - 0.04 {
            cells.insert(SIMD2(Int32((points.x[i] / cell).rounded(.down)), Int32((points.y[i] / cell).rounded(.down))))
        }
        guard !cells.isEmpty else { return false }
        let met = feet.count { i in
            let (x, y) = (Int32((points.x[i] / cell).rounded(.down)), Int32((points.y[i] / cell).rounded(.down)))
            return (-1...1).contains { dx in
                (-1...1).contains { dy in cells.contains(SIMD2(x + Int32(dx), y + Int32(dy))) }
            }
        }
        return met * 2 >= feet.count
    }

    /// Corners of the convex hull, counterclockwise: Andrew's monotone chains (1979).
    private static func hull(of points: [SIMD2<Float>]) -> [SIMD2<Float>] {
        let sorted = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        func chain(_ points: some Sequence<SIMD2<Float>>) -> [SIMD2<Float>] {
            var corners: [SIMD2<Float>] = []
            for p in points {
                while corners.count >= 2, turn(corners[corners.count - 2], corners[corners.count - 1], p) <= 0 {
                    corners.removeLast()
                }
                corners.append(p)
            }
            return corners
        }
        return Array(chain(sorted).dropLast()) + Array(chain(sorted.reversed()).dropLast())
    }

    /// Positive where a, b, c turn left.
    private static func turn(_ a: SIMD2<Float>, _ b: SIMD2<Float>, _ c: SIMD2<Float>) -> Float {
        let (p, q) = (b - a, c - a)
        return p.x * q.y - p.y * q.x
    }
}
