public import LinearAlgebra
public import PointClouds

/// Square pixels on a plane before the viewpoint: a pinhole camera's image, turned towards the points it is made for.
/// Depth is measured along its axis.
///
/// For scans that a camera could have taken; finer and cheaper than ``CubeGrid`` there.
@frozen
public struct PlaneGrid: DirectionGrid {
    /// The camera's axes in the points' frame: to the right in the image, down, and ahead.
    @usableFromInline let right, down, forward: SIMD3<Float>
    /// The tangents at the first pixel's corner, and pixels a unit of them.
    @usableFromInline let low: SIMD2<Float>
    @usableFromInline let scale: Float
    /// Columns and rows.
    public let width, height: Int

    /// Metres before the viewpoint at which a place counts as before it.
    @usableFromInline static var leastDepth: Float { 1e-3 }
    /// The largest tangents that the image reaches to either side: 63°. What lies beyond would make it all but empty.
    private static let widestTangent: Float = 2
    /// Pixels that an image has in all, and along one side at most.
    private static let pixels = 16...160_000
    private static let longestSide = 2_000

    /// - Parameters:
    ///   - points: finite ones are looked at.
    ///   - isMeant: says by its index whether a point is one that the image is to show.
    ///   - viewpoint: where the sensor stood, in the points' frame.
    ///   - pointsPerPixel: of those that are meant, on average; more make the image coarser.
    public init(
        of points: Coordinates, where isMeant: (Int) -> Bool, from viewpoint: Vector3, pointsPerPixel: Int
    ) {
        var mean = Vector3.zero
        var count = 0
        for i in points.indices where isMeant(i) && points.isFinite(at: i) {
            mean += Vector3(points[i])
            count += 1
        }
        let origin = SIMD3<Float>(viewpoint)
        let axis = (mean / Double(max(1, count)) - viewpoint).normalized
        let side = axis.anyPerpendicular
        forward = SIMD3<Float>(axis)
        right = SIMD3<Float>(side)
        down = SIMD3<Float>(axis.cross(side))

        var low = SIMD2<Float>(repeating: .infinity)
        var high = SIMD2<Float>(repeating: -.infinity)
        for i in points.indices where isMeant(i) && points.isFinite(at: i) {
            guard let at = Self.tangents(of: points[i] - origin, right, down, forward) else { continue }
            low = pointwiseMin(low, at)
            high = pointwiseMax(high, at)
        }
        low = pointwiseMax(low, SIMD2(repeating: -Self.widestTangent))
        high = pointwiseMin(high, SIMD2(repeating: Self.widestTangent))
        let span = pointwiseMax(high - low, SIMD2(repeating: 1e-3))
        let cells = Float(max(Self.pixels.lowerBound, min(count / pointsPerPixel, Self.pixels.upperBound)))
        scale = (cells / (span.x * span.y)).squareRoot()
        self.low = low
        width = max(1, min(Self.longestSide, Int(span.x * scale) + 1))
        height = max(1, min(Self.longestSide, Int(span.y * scale) + 1))
    }

    @inlinable public var count: Int { width * height }

    @inlinable
    public func pixel(of offset: SIMD3<Float>) -> Int? {
        guard let at = Self.tangents(of: offset, right, down, forward) else { return nil }
        let pixel = (at - low) * scale
        guard pixel.x >= 0, pixel.y >= 0, pixel.x < Float(width), pixel.y < Float(height) else { return nil }
        return Int(pixel.y) * width + Int(pixel.x)
    }

    @inlinable
    public func depth(of offset: SIMD3<Float>) -> Float { (offset * forward).sum() }

    @inlinable
    public func neighborhood(of pixel: Int, margin: Int) -> PixelWindow {
        let (row, column) = (pixel / width, pixel % width)
        return PixelWindow(
            rows: max(0, row - margin)..<min(height, row + margin + 1),
            columns: max(0, column - margin)..<min(width, column + margin + 1), width: width)
    }

    @inlinable @inline(__always)
    static func tangents(
        of offset: SIMD3<Float>, _ right: SIMD3<Float>, _ down: SIMD3<Float>, _ forward: SIMD3<Float>
    ) -> SIMD2<Float>? {
        let z = (offset * forward).sum()
        guard z > leastDepth else { return nil }
        return SIMD2((offset * right).sum() / z, (offset * down).sum() / z)
    }
}
