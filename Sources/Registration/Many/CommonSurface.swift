import LinearAlgebra
import PointClouds
import SpatialSearch

/// The surface that two scans show both, under a pose.
struct CommonSurface: Sendable {
    /// The share of the smaller scan's samples that lie on the other.
    var share: Double
    /// The mean of the samples in common, in the target's coordinates.
    var center: Vector3
    /// Their root mean square distance from it.
    var spread: Double

    /// - Parameter targetFromSource: in the clouds' own coordinates.
    init(_ source: SampledScan, _ target: SampledScan, _ targetFromSource: RigidTransform) {
        let pose =
            RigidTransform(translation: target.cloud.center * -1) * targetFromSource
            * RigidTransform(translation: source.cloud.center)
        let (s, t) = (source.samples, target.samples)
        // Samples of one surface are up to a voxel's diagonal apart; how far across it doesn't matter here.
        let reach = Float(1.5 * max(s.voxel, t.voxel))
        let contact = SurfaceContact.judged(comparesSides: false)
        var (lying, sum, squares) = (0, Vector3.zero, 0.0)
        for i in s.points.indices {
            let p = pose * Vector3(s.points[i])
            guard let found = t.tree.nearest(to: SIMD3<Float>(p), within: reach) else { continue }
            guard contact.isAlike(pose.rotation * Vector3(s.normals[i]), Vector3(t.normals[found.index])) else {
                continue
            }
            lying += 1
            sum += p
            squares += p.squaredLength
        }
        let n = Double(max(1, lying))
        share = Double(lying) / Double(max(1, min(s.count, t.count)))
        let mean = sum / n
        center = mean + target.cloud.center
        spread = max(0, squares / n - mean.squaredLength).squareRoot()
    }

    /// The covariance of a motion that moves the surface by `displacement` metres along each axis, by turns about its
    /// middle as much as by slides.
    ///
    /// A turn with the variance v about each axis moves points at the mean squared distance r² by ⅔ r² v along each.
    func covariance(displacement: Double) -> Matrix6 {
        let variance = displacement * displacement
        var own = Matrix6.zero
        for axis in 0..<3 {
            own[axis, axis] = 1.5 * variance / max(spread * spread, 1e-12)
            own[axis + 3, axis + 3] = variance
        }
        return own.transported(by: RigidTransform(translation: center))
    }

    /// The root mean square over the surface of how far a motion in the target's frame moves it, in metres.
    func displacement(_ motion: Twist) -> Double {
        let slide = motion.translation + motion.rotation.cross(center)
        return (slide.squaredLength + 2.0 / 3 * spread * spread * motion.rotation.squaredLength).squareRoot()
    }
}

/// A scan prepared once for all its pairs.
struct SampledScan: Sendable {
    let cloud: PreparedCloud
    /// At a scale common to all scans.
    let samples: SurfaceSamples
}
