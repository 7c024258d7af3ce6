public import LinearAlgebra
public import PointClouds

extension PointCloud {
    /// The pose of the sensor that took the points, in the frame of the `positions`; nil where the `viewpoint` can't
    /// be a sensor's.
    ///
    /// A file that states no viewpoint leaves it at zero. That is the sensor's own place where points are given in its
    /// frame, and no place of a sensor where they are given in a map's, millions of metres from zero: a viewpoint
    /// further than a thousand extents of the cloud is none, and neither is one of points without an extent.
    ///
    /// - Complexity: O(1): a few thousand points are looked at.
    public var localSensorPose: RigidTransform? {
        let points = stride(from: 0, to: count, by: sensorSamplingStep).lazy.map { positions[$0] }
        let (low, high) = points.filter { ($0.x + $0.y + $0.z).isFinite }.reduce(
            (SIMD3<Float>(repeating: .infinity), SIMD3<Float>(repeating: -.infinity))
        ) { (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1)) }
        let extent = (Vector3(high) - Vector3(low)).length
        let viewpoint = localViewpoint
        let distance = (Vector3(low) - viewpoint.translation).length
        return distance < SensorLimits.largestDistance * extent ? viewpoint : nil
    }

    /// Every so-manieth point is looked at to tell how the sensor stood.
    var sensorSamplingStep: Int { max(1, count / SensorLimits.samples) }
}

private enum SensorLimits {
    /// Points that are looked at, about.
    static let samples = 4096
    /// Extents of the cloud within which its sensor stands; a map's zero lies further.
    static let largestDistance = 1000.0
}
