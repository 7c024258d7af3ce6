import LinearAlgebra
public import Parallel
public import PointClouds

/// What a depth camera measured: for each pixel the depth along the camera's axis.
public struct DepthImage: Equatable, Sendable {
    /// The camera that took it.
    public var camera: PinholeCamera
    /// Metres along the camera's axis, row by row; 0 where nothing was measured.
    public var depths: [Float]

    /// - Precondition: there is a depth for each of the camera's pixels.
    public init(camera: PinholeCamera, depths: [Float]) {
        precondition(depths.count == camera.width * camera.height, "a depth for each pixel")
        (self.camera, self.depths) = (camera, depths)
    }

    /// An image in which nothing was measured.
    public init(camera: PinholeCamera) {
        self.init(camera: camera, depths: Array(repeating: 0, count: camera.width * camera.height))
    }

    /// The depths of an organised cloud that `camera` took; nil if the cloud isn't of its size.
    ///
    /// Points that aren't finite, or not before the viewpoint, are pixels without a measurement.
    public init?(_ cloud: PointCloud, camera: PinholeCamera) {
        guard cloud.width == camera.width, cloud.height == camera.height else { return nil }
        let sensorFromCloud = cloud.localViewpoint.inverse
        let depths = cloud.positions.indices.map { i -> Float in
            let depth = (sensorFromCloud * Vector3(cloud.positions[i])).z
            return depth > 0 && depth < .infinity ? Float(depth) : 0
        }
        self.init(camera: camera, depths: depths)
    }

    /// The depth at a pixel, metres; 0 where nothing was measured.
    public subscript(column column: Int, row row: Int) -> Float {
        get { depths[row * camera.width + column] }
        set { depths[row * camera.width + column] = newValue }
    }
}

extension PointCloud {
    /// The organised cloud that a depth image shows, in the camera's frame: back-projection, undistorted.
    ///
    /// Pixels without a measurement, and those where the distortion has no inverse, are NaN and stay in place.
    ///
    /// - Complexity: O(pixels).
    public init(_ image: DepthImage, threads: Int = availableThreads) {
        let camera = image.camera
        let count = image.depths.count
        var (x, y, z) = (
            [Float](repeating: .nan, count: count), [Float](repeating: .nan, count: count),
            [Float](repeating: .nan, count: count)
        )
        withSharedElements(&x, &y, &z) { x, y, z in
            forEachBlock(of: count, size: 16_384, threads: threads) { _, pixels in
                for i in pixels {
                    let depth = Double(image.depths[i])
                    guard depth > 0, depth < .infinity,
                        let point = camera.point(
                            u: Double(i % camera.width), v: Double(i / camera.width), depth: depth)
                    else { continue }
                    (x[i], y[i], z[i]) = (Float(point.x), Float(point.y), Float(point.z))
                }
            }
        }
        self.init(positions: Coordinates(x: x, y: y, z: z), width: camera.width, height: camera.height)
    }
}
