public import LinearAlgebra
public import PointClouds

/// Which points of a cloud count: those in a box and within a range of the sensor.
public struct CropTest: Sendable {
    @usableFromInline var low = SIMD3<Float>(repeating: -.infinity)
    @usableFromInline var high = SIMD3<Float>(repeating: .infinity)
    @usableFromInline var sensor = SIMD3<Float>.zero
    @usableFromInline var largestSquare = Float.infinity

    /// All finite points.
    public init() {}

    /// - Parameters:
    ///   - box: its corners in the file's coordinates, metres; none if nil.
    ///   - maximumRange: metres from the cloud's viewpoint.
    ///   - cloud: whose positions are asked about.
    public init(box: (min: Vector3, max: Vector3)?, maximumRange: Double, of cloud: PointCloud) {
        if let box {
            low = SIMD3<Float>(box.min - cloud.origin)
            high = SIMD3<Float>(box.max - cloud.origin)
        }
        // Without a range the sensor has no say: it may lie beyond measure.
        if maximumRange.isFinite {
            sensor = SIMD3<Float>(cloud.localViewpoint.translation)
            largestSquare = Float(maximumRange * maximumRange)
        }
    }

    /// Whether a point counts, given as the cloud's positions are; NaN never does.
    @inlinable
    public func accepts(_ point: SIMD3<Float>) -> Bool {
        let away = point - sensor
        return (away * away).sum() <= largestSquare && all(point .>= low) && all(point .<= high)
    }
}
