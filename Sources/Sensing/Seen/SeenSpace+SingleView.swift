public import LinearAlgebra
public import PointClouds

/// What tells points that one sensor saw from those that it can't have seen.
private enum SingleViewLimits {
    /// Points and filled pixels below which nothing can be told.
    static let leastPoints = 100
    static let leastFilledPixels = 50
    /// The median distance, in diagonals of the cloud, that a sensor's viewpoint has: closer it is in the cloud's midst,
    /// further it is a map's zero.
    static let medianDistance = (above: 0.02, below: 1e6)
    /// Pixels are so many spacings wide, at the median distance, that each holds some points.
    static let spacingsPerPixel = 2.5
    /// The finest pixel, as a tangent: 0.1°.
    static let finestPixel = 2e-3
    static let sides = 16...512
    /// A pixel is deep if its points' depths span more than this, in diagonals: a slanted surface spans less, a second
    /// one behind the first more.
    static let deepSpan = 0.05
    /// The share of filled pixels that may be deep, as those on outlines are.
    static let largestDeepShare = 0.08
}

extension SeenSpace where Grid == CubeGrid {
    /// The space seen by a sensor that took all of the points from one place; nil unless they can all be seen from
    /// there: a model, a fusion of several scans or a wrong viewpoint has surfaces behind one another.
    ///
    /// - Parameters:
    ///   - points: finite ones, metres.
    ///   - viewpoint: where the sensor is said to have stood, in the points' frame.
    ///   - diagonal: the cloud's size, metres.
    ///   - spacing: between neighbouring points, metres.
    public init?(singleView points: Coordinates, from viewpoint: Vector3, diagonal: Double, spacing: Double) {
        guard points.count >= SingleViewLimits.leastPoints, diagonal > 0 else { return nil }
        let eye = SIMD3<Float>(viewpoint)
        var distances: [Float] = []
        for i in stride(from: 0, to: points.count, by: max(1, points.count / 1000)) {
            let d = points[i] - eye
            distances.append((d * d).sum().squareRoot())
        }
        distances.sort()
        let median = Double(distances[distances.count / 2])
        guard median.isFinite, median > SingleViewLimits.medianDistance.above * diagonal,
            median < SingleViewLimits.medianDistance.below * diagonal
        else { return nil }
        let pixel = max(SingleViewLimits.spacingsPerPixel * spacing / median, SingleViewLimits.finestPixel)
        let side = max(SingleViewLimits.sides.lowerBound, min(SingleViewLimits.sides.upperBound, Int(2 / pixel)))
        // Scans that are compared meet at edges, where the depths of either side are right.
        self.init(CubeGrid(side: side), of: points, from: viewpoint, margin: 1)
        var (filled, deep) = (0, 0)
        for (near, far) in zip(nearest, farthest) where near.isFinite {
            filled += 1
            if Double(far) - Double(near) > SingleViewLimits.deepSpan * diagonal { deep += 1 }
        }
        guard filled >= SingleViewLimits.leastFilledPixels,
            Double(deep) < SingleViewLimits.largestDeepShare * Double(filled)
        else { return nil }
    }
}
