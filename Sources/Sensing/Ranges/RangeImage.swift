public import LinearAlgebra
public import Parallel
public import PointClouds

/// A scan from one place as an image: for each pixel the direction of its ray and the inverse of its depth.
///
/// With the ray through a point p at `(a, b, 1) · z` and `d = 1 / z`, the plane n·p = k is
/// `d = (n.x a + n.y b + n.z) / k`: linear in (a, b). Sensors that triangulate (Kinect's kind, stereo) have a noise of
/// one size all over d, so that one threshold holds near and far. Each pixel has a ray of its own: the camera needn't
/// be known, nor be free of distortion.
public struct RangeImage: Sendable {
    /// How the points came to lie in pixels: in the file's own grid, on a virtual camera's image at the viewpoint, or on
    /// that of one far above points without a usable viewpoint.
    public enum Layout: String, Sendable { case grid, virtualImage, loose }

    /// Columns.
    public var width: Int
    /// Rows, one after the other in every array of pixels.
    public var height: Int
    /// Tangents of the rays' directions to the right in the image, as `x / z` in the camera's frame.
    public var a: [Float]
    /// Tangents of the rays' directions down in the image, as `y / z`.
    public var b: [Float]
    /// Inverse depth, 1/m; 0 where there is no point.
    public var d: [Float]
    /// For each pixel the index of its point, −1 where there is none; nil when pixel i is point i.
    public var pointOfPixel: [Int32]?
    /// For each point its pixel, −1 for points left out; nil when point i is pixel i.
    public var pixelOfPoint: [Int32]?
    /// cloudFromCamera, in the coordinates that the cloud's positions have: z looks along the image's axis.
    public var cloudFromCamera: RigidTransform
    /// Pixels a unit of `a` or `b`.
    public var focal: Float
    /// How the points came to lie in pixels.
    public var layout = Layout.grid

    /// An image whose rays and inverse depths are known, a number for each pixel.
    public init(
        width: Int, height: Int, a: [Float], b: [Float], d: [Float], pointOfPixel: [Int32]? = nil,
        pixelOfPoint: [Int32]? = nil, cloudFromCamera: RigidTransform, focal: Float
    ) {
        (self.width, self.height, self.a, self.b, self.d) = (width, height, a, b, d)
        (self.pointOfPixel, self.pixelOfPoint) = (pointOfPixel, pixelOfPoint)
        (self.cloudFromCamera, self.focal) = (cloudFromCamera, focal)
    }

    /// The pixels, with a point or without.
    @inlinable public var count: Int { width * height }

    /// A pixel's point in the camera's frame, metres.
    @inlinable
    public func point(_ pixel: Int) -> SIMD3<Float> {
        SIMD3(a[pixel], b[pixel], 1) / d[pixel]
    }
}

extension RangeImage {
    /// The image that an organised cloud is, in pixels as coarse as its points demand, else the one that a virtual
    /// camera takes of the points; nil when there are too few of them.
    ///
    /// - Parameters:
    ///   - cloud: organised or not, with its sensor's viewpoint.
    ///   - crop: which points count; all finite ones if absent.
    ///   - threads: cores to use; the image is the same for any number.
    /// - Complexity: O(*n*).
    public init?(of cloud: PointCloud, crop: CropTest = CropTest(), threads: Int = availableThreads) {
        if let image = RangeImage(grid: cloud, crop: crop, threads: threads) {
            self = image.withUsefulPixels()
        } else {
            self.init(points: cloud, crop: crop, threads: threads)
        }
    }
}
