/// How a lens bends rays: OpenCV's five coefficients, Brown's model (1966).
///
/// With r² = a² + b² of the ray (a, b, 1) it appears at
/// a' = a (1 + k1 r² + k2 r⁴ + k3 r⁶) + 2 p1 a b + p2 (r² + 2 a²), b' likewise with p1 and p2 changed over.
public struct LensDistortion: Equatable, Sendable {
    /// Radial coefficients.
    public var k1, k2, k3: Double
    /// Tangential coefficients.
    public var p1, p2: Double

    /// In OpenCV's order.
    public init(k1: Double = 0, k2: Double = 0, p1: Double = 0, p2: Double = 0, k3: Double = 0) {
        (self.k1, self.k2, self.p1, self.p2, self.k3) = (k1, k2, p1, p2, k3)
    }

    /// The tangents at which a ray appears.
    public func distorted(_ ray: SIMD2<Double>) -> SIMD2<Double> {
        let (a, b) = (ray.x, ray.y)
        let square = a * a + b * b
        let radial = 1 + square * (k1 + square * (k2 + square * k3))
        return SIMD2(
            a * radial + 2 * p1 * a * b + p2 * (square + 2 * a * a),
            b * radial + p1 * (square + 2 * b * b) + 2 * p2 * a * b)
    }

    /// The ray that appears at the given tangents; nil where the model has none: far out a strong distortion folds the
    /// image over.
    ///
    /// Newton's method from the distorted tangents themselves, to 1e-12: the model's own inverse, where OpenCV's
    /// `undistortPoints` stops after some steps of a fixed-point iteration.
    public func undistorted(_ appearance: SIMD2<Double>) -> SIMD2<Double>? {
        var ray = appearance
        for _ in 0..<Self.steps {
            let miss = distorted(ray) - appearance
            if max(abs(miss.x), abs(miss.y)) <= Self.tolerance { return ray }
            let (a, b) = (ray.x, ray.y)
            let square = a * a + b * b
            let radial = 1 + square * (k1 + square * (k2 + square * k3))
            let slope = 2 * (k1 + square * (2 * k2 + 3 * square * k3))
            // The model's derivatives: by a of a', by b of b', and the mixed one, which is the same for both.
            let aa = radial + slope * a * a + 2 * p1 * b + 6 * p2 * a
            let bb = radial + slope * b * b + 6 * p1 * b + 2 * p2 * a
            let ab = slope * a * b + 2 * p1 * a + 2 * p2 * b
            let determinant = aa * bb - ab * ab
            // Where it turns negative the image has folded over.
            guard determinant > 0 else { return nil }
            ray -= SIMD2(bb * miss.x - ab * miss.y, aa * miss.y - ab * miss.x) / determinant
        }
        return nil
    }

    private static let steps = 30
    /// As a tangent: a millionth of a millionth of a focal length.
    private static let tolerance = 1e-12
}
