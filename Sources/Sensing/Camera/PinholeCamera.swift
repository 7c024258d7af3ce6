public import LinearAlgebra

/// A camera that maps the point (x, y, z) of its frame to the pixel (fx x/z + cx, fy y/z + cy).
///
/// Camera frame: x to the right in the image, y down, z ahead, metres. Pixel coordinates are whole numbers in the
/// middles of pixels: the first pixel's is (0, 0), and the image reaches from −0.5 to `width` − 0.5. With a
/// ``distortion`` x/z and y/z are distorted before they become pixels (OpenCV's model).
public struct PinholeCamera: Equatable, Sendable {
    /// Pixels a row.
    public var width: Int
    /// Rows.
    public var height: Int
    /// Focal length, in pixels, along the image's rows.
    public var fx: Double
    /// Focal length, in pixels, along its columns.
    public var fy: Double
    /// The column that the camera's axis goes through, pixels.
    public var cx: Double
    /// The row that the camera's axis goes through, pixels.
    public var cy: Double
    /// How the lens bends rays; nil for one that doesn't.
    public var distortion: LensDistortion?

    /// - Precondition: there are pixels, and the focal lengths are positive.
    public init(
        width: Int, height: Int, fx: Double, fy: Double, cx: Double, cy: Double, distortion: LensDistortion? = nil
    ) {
        precondition(width > 0 && height > 0, "an image of \(width) × \(height) has no pixels")
        precondition(fx > 0 && fy > 0 && fx.isFinite && fy.isFinite, "a focal length is positive")
        (self.width, self.height) = (width, height)
        (self.fx, self.fy, self.cx, self.cy) = (fx, fy, cx, cy)
        self.distortion = distortion
    }

    /// A camera of square pixels whose axis goes through the middle of the image.
    public init(width: Int, height: Int, focalLength: Double) {
        self.init(
            width: width, height: height, fx: focalLength, fy: focalLength, cx: Double(width - 1) / 2,
            cy: Double(height - 1) / 2)
    }

    /// The same camera behind a lens that bends no rays.
    public var undistorted: PinholeCamera {
        var camera = self
        camera.distortion = nil
        return camera
    }

    /// The ray through pixel (`u`, `v`), with z = 1; nil where the distortion has no inverse.
    public func ray(u: Double, v: Double) -> Vector3? {
        let (a, b) = ((u - cx) / fx, (v - cy) / fy)
        guard let distortion else { return Vector3(a, b, 1) }
        return distortion.undistorted(SIMD2(a, b)).map { Vector3($0.x, $0.y, 1) }
    }

    /// The point that pixel (`u`, `v`) sees at `depth` metres along the camera's axis: back-projection.
    public func point(u: Double, v: Double, depth: Double) -> Vector3? {
        ray(u: u, v: v).map { $0 * depth }
    }

    /// Where a point appears, as (column, row), inside the image or not; nil for one that isn't before the camera.
    public func pixel(of point: Vector3) -> SIMD2<Double>? {
        guard point.z > 0 else { return nil }
        var tangents = SIMD2(point.x / point.z, point.y / point.z)
        if let distortion { tangents = distortion.distorted(tangents) }
        return SIMD2(fx * tangents.x + cx, fy * tangents.y + cy)
    }
}
