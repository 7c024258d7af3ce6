import LinearAlgebra
import PointClouds

/// A bounded number of a cloud's points in its principal frame, spread over the whole of it: enough to take the mean
/// square of any function of a point to a few per cent.
struct InfluenceSample: Sendable {
    private(set) var points: [Vector3] = []

    static let size = 8192

    init(_ cloud: Coordinates, axes: Matrix3, origin: Vector3) {
        let intoFrame = axes.transposed
        let stride = max(1, cloud.count / Self.size)
        points.reserveCapacity(min(cloud.count, Self.size + 1))
        var state: UInt64 = 1
        for start in Swift.stride(from: 0, to: cloud.count, by: stride) {
            // One of each run of points, by Knuth's generator: a fixed step would see few columns of an image.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let index = start + Int((state >> 33) % UInt64(stride))
            if index < cloud.count && cloud.isFinite(at: index) {
                points.append(intoFrame * (Vector3(cloud[index]) - origin))
            }
        }
    }
}
