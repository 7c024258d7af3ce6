import LinearAlgebra
import PointClouds

/// The scan as a depth image from its viewpoint: tells what lies hidden behind the seen surfaces.
///
/// Space behind a surface is unknown, not free. The image is made anew from the points, organised or not, about four
/// points to a cell; a cell keeps its furthest point, so that a silhouette's own border doesn't hide what is beside it.
public struct VisibilityMap: Sendable {
    /// What the sensor can say of a place, given in the frame of the points that the map was made of.
    public enum Sight: Equatable, Sendable {
        /// In front of, or at, the seen surface.
        case free
        /// Behind a surface of the segment `label`.
        case hidden(label: UInt32)
        /// Where the sensor measured nothing.
        case unmeasured
    }

    let viewpoint: SIMD3<Float>
    let right, down, forward: SIMD3<Float>
    let low: SIMD2<Float>
    let scale: Float
    let width, height: Int
    var depth: [Float]
    var label: [UInt32]

    /// How far behind the seen surface counts as hidden, in metres: more than its noise and slope within a cell.
    public var tolerance: Float = 0.012

    init(points: Coordinates, labels: [UInt32], viewpoint: Vector3) {
        var mean = Vector3.zero
        var count = 0
        for i in points.indices where labels[i] > 0 && points.isFinite(at: i) {
            mean += Vector3(points[i])
            count += 1
        }
        let origin = SIMD3<Float>(viewpoint)
        let axis = (mean / Double(max(1, count)) - viewpoint).normalized
        let side = axis.anyPerpendicular
        self.viewpoint = origin
        forward = SIMD3<Float>(axis)
        right = SIMD3<Float>(side)
        down = SIMD3<Float>(axis.cross(side))

        var low = SIMD2<Float>(repeating: .infinity)
        var high = SIMD2<Float>(repeating: -.infinity)
        for i in points.indices where labels[i] > 0 && points.isFinite(at: i) {
            guard let (at, _) = Self.project(points[i] - origin, right, down, forward) else { continue }
            low = pointwiseMin(low, at)
            high = pointwiseMax(high, at)
        }
        low = pointwiseMax(low, SIMD2(repeating: -2))
        high = pointwiseMin(high, SIMD2(repeating: 2))
        let span = pointwiseMax(high - low, SIMD2(repeating: 1e-3))
        let cells = Float(max(16, min(count / 4, 160_000)))
        scale = (cells / (span.x * span.y)).squareRoot()
        self.low = low
        width = max(1, min(2_000, Int(span.x * scale) + 1))
        height = max(1, min(2_000, Int(span.y * scale) + 1))
        depth = Array(repeating: 0, count: width * height)
        label = Array(repeating: 0, count: width * height)
        for i in points.indices where points.isFinite(at: i) {
            guard let (cell, z) = cell(of: points[i]), z > depth[cell] else { continue }
            depth[cell] = z
            label[cell] = labels[i]
        }
    }

    @inline(__always)
    private static func project(
        _ p: SIMD3<Float>, _ right: SIMD3<Float>, _ down: SIMD3<Float>, _ forward: SIMD3<Float>
    ) -> (SIMD2<Float>, Float)? {
        let z = (p * forward).sum()
        guard z > 1e-3 else { return nil }
        return (SIMD2((p * right).sum() / z, (p * down).sum() / z), z)
    }

    @inline(__always)
    private func cell(of point: SIMD3<Float>) -> (Int, Float)? {
        guard let (at, z) = Self.project(point - viewpoint, right, down, forward) else { return nil }
        let pixel = (at - low) * scale
        guard pixel.x >= 0, pixel.y >= 0, pixel.x < Float(width), pixel.y < Float(height) else { return nil }
        return (Int(pixel.y) * width + Int(pixel.x), z)
    }

    /// What the sensor knows about a place, in the frame of the points.
    func sight(of point: SIMD3<Float>) -> Sight {
        guard let (cell, z) = cell(of: point), depth[cell] > 0 else { return .unmeasured }
        return z > depth[cell] + tolerance ? .hidden(label: label[cell]) : .free
    }
}
