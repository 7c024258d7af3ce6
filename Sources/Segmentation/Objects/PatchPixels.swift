import LinearAlgebra
import PointClouds
import Sensing

/// What holds at each pixel of an image that is divided into patches.
struct PatchPixels {
    let patches: SurfacePatches
    let image: RangeImage
    /// Inverse depth nearer than the support, in 1/m.
    let residuals: [Float]
    /// The standard deviation of inverse depth, in 1/m.
    let noise: Double
    /// The scene's unit of length, in metres.
    let unit: Double
    /// Neighbouring pixels that differ by this many noise levels or more are not connected.
    let gap: Double
    /// The support's plane as the image shows it; nil without a support.
    private let plane: InverseDepthPlane?
    /// The same in the camera's frame.
    private let support: (normal: SIMD3<Double>, offset: Double)?
    /// For each point of the cloud, as 0xRRGGBB.
    private let colors: [UInt32]?

    init(
        _ patches: SurfacePatches, _ image: RangeImage, residuals: [Float], support plane: InverseDepthPlane?,
        noise: Double, unit: Double = 1, gap: Double, colors: [UInt32]?
    ) {
        (self.patches, self.image, self.residuals) = (patches, image, residuals)
        self.unit = unit
        (self.noise, self.gap, self.plane, self.colors) = (noise, gap, plane, colors)
        support = plane?.normalAndOffset
    }

    /// Away from the support, towards the camera; nil without one.
    var up: SIMD3<Double>? { support?.normal }

    func patch(_ pixel: Int) -> Int32 { patches.patchOfPixel[pixel] }

    /// 0…255; nil where unknown.
    func color(_ pixel: Int) -> SIMD3<Double>? {
        let point = image.pointOfPixel.map { Int($0[pixel]) } ?? pixel
        guard let colors, point >= 0 else { return nil }
        let c = colors[point]
        return SIMD3(Double((c >> 16) & 255), Double((c >> 8) & 255), Double(c & 255))
    }

    /// In the camera's frame.
    func point(_ pixel: Int) -> SIMD3<Double> {
        SIMD3(Double(image.a[pixel]), Double(image.b[pixel]), 1) / Double(image.d[pixel])
    }

    /// Metres over the support.
    func height(_ pixel: Int) -> Double {
        guard let support else { return 0 }
        return support.normal.dot(point(pixel)) - support.offset
    }

    /// The ray (a, b, 1) in the coordinates of the patches' surfaces.
    func surfaceCoordinates(_ a: Double, _ b: Double) -> (u: Double, v: Double) {
        let frame = patches.frame
        return ((a - frame.a0) * frame.scale, (b - frame.b0) * frame.scale)
    }

    /// Unit normal of a patch's surface where the ray (a, b, 1) meets it, towards the camera.
    func normal(_ patch: Int, _ a: Double, _ b: Double) -> SIMD3<Double> {
        let scale = patches.frame.scale
        let (u, v) = surfaceCoordinates(a, b)
        let surface = patches.surfaces[patch]
        let gradient = surface.gradient(u, v)
        // Patches are surfaces over the support: what both add up to is the inverse depth.
        var (da, db) = (gradient.u * scale, gradient.v * scale)
        var d = surface(u, v)
        if let plane {
            da += plane.cu
            db += plane.cv
            d += plane(a, b)
        }
        // The plane d = c0 + da a + db b has its normal along (da, db, c0), away from the camera.
        return -SIMD3(da, db, d - a * da - b * db).normalized
    }
}
