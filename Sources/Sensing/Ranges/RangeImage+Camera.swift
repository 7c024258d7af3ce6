import LinearAlgebra
import PointClouds

/// What a viewpoint must be to be taken for the sensor's.
private enum ViewpointLimits {
    /// Points that are looked at, about; every so-manieth of the cloud.
    static let samples = 4096
    /// Fewer tell nothing.
    static let leastSamples = 16
    /// z / distance of a point that lies before the sensor's own frame: within 78° of its axis.
    static let leastCosineToOwnAxis = 0.2
    /// The length of the mean of all directions: that of points all round the viewpoint is near 0.
    static let leastMeanLength = 0.3
    /// The cosine to the mean direction that every point keeps: within 75°, for an image's tangents grow beyond.
    static let leastCosineToMean = 0.25
    /// Extents of the cloud within which its sensor stands; a map's zero lies further.
    static let largestDistance = 1000.0
    /// The cosine beyond which the sensor's z points along the image's axis and says nothing of its sides.
    static let largestCosineToUpright = 0.95
}

extension RangeImage {
    /// A camera frame at the viewpoint that has every point in front of it: the sensor's own if that looks along its
    /// z, else one turned towards the points' mean direction; nil when the points surround the viewpoint.
    static func camera(of cloud: PointCloud) -> RigidTransform? {
        let step = max(1, cloud.count / ViewpointLimits.samples)
        let own = cloud.localViewpoint
        let inward = own.inverse
        var sampled = 0
        var ahead = 0
        var mean = Vector3.zero
        var directions: [Vector3] = []
        for i in stride(from: 0, to: cloud.count, by: step) where cloud.positions.isFinite(at: i) {
            let p = Vector3(cloud.positions[i])
            let direction = (p - own.translation).normalized
            guard direction.squaredLength > 0.5 else { continue }
            sampled += 1
            if (inward * p).z > ViewpointLimits.leastCosineToOwnAxis * (p - own.translation).length { ahead += 1 }
            mean += direction
            directions.append(direction)
        }
        guard sampled >= ViewpointLimits.leastSamples, !isFarOff(own.translation, from: cloud, step: step) else {
            return nil
        }
        if ahead == sampled { return own }
        let axis = mean.normalized
        guard mean.length > ViewpointLimits.leastMeanLength * Double(sampled),
            directions.allSatisfy({ $0.dot(axis) > ViewpointLimits.leastCosineToMean })
        else { return nil }
        // Down in the image is the sensor's −z when that is upright (robots' frames), else any perpendicular.
        let upright = own.rotation * Vector3(0, 0, 1)
        let side =
            abs(axis.dot(upright)) < ViewpointLimits.largestCosineToUpright
            ? axis.cross(upright).normalized : axis.anyPerpendicular
        let down = axis.cross(side)
        return RigidTransform(rotation: Matrix3(columns: side, down, axis), translation: own.translation)
    }

    /// Whether the viewpoint is none: a map's zero, hundreds of kilometres from its points.
    private static func isFarOff(_ viewpoint: Vector3, from cloud: PointCloud, step: Int) -> Bool {
        let points = stride(from: 0, to: cloud.count, by: step).lazy.map { cloud.positions[$0] }
        let (low, high) = points.filter { ($0.x + $0.y + $0.z).isFinite }.reduce(
            (SIMD3<Float>(repeating: .infinity), SIMD3<Float>(repeating: -.infinity))
        ) { (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1)) }
        let extent = (Vector3(high) - Vector3(low)).length
        return !((Vector3(low) - viewpoint).length < ViewpointLimits.largestDistance * extent)
    }
}
