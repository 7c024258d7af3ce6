import LinearAlgebra
import PointClouds

/// What a sensor's view must be to be an image.
private enum ViewpointLimits {
    /// Fewer tell nothing.
    static let leastSamples = 16
    /// z / distance of a point that lies before the sensor's own frame: within 78° of its axis.
    static let leastCosineToOwnAxis = 0.2
    /// The length of the mean of all directions: that of points all round the viewpoint is near 0.
    static let leastMeanLength = 0.3
    /// The cosine to the mean direction that every point keeps: within 75°, for an image's tangents grow beyond.
    static let leastCosineToMean = 0.25
    /// The cosine beyond which the sensor's z points along the image's axis and says nothing of its sides.
    static let largestCosineToUpright = 0.95
}

extension RangeImage {
    /// A camera frame at the sensor's place that has every point in front of it: the sensor's own if that looks along
    /// its z, else one turned towards the points' mean direction; nil when the points surround it or no sensor's place
    /// is known.
    static func camera(of cloud: PointCloud) -> RigidTransform? {
        guard let own = cloud.localSensorPose else { return nil }
        let inward = own.inverse
        var sampled = 0
        var ahead = 0
        var mean = Vector3.zero
        var directions: [Vector3] = []
        for i in stride(from: 0, to: cloud.count, by: cloud.sensorSamplingStep) where cloud.positions.isFinite(at: i) {
            let p = Vector3(cloud.positions[i])
            let direction = (p - own.translation).normalized
            guard direction.squaredLength > 0.5 else { continue }
            sampled += 1
            if (inward * p).z > ViewpointLimits.leastCosineToOwnAxis * (p - own.translation).length { ahead += 1 }
            mean += direction
            directions.append(direction)
        }
        guard sampled >= ViewpointLimits.leastSamples else { return nil }
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
}
