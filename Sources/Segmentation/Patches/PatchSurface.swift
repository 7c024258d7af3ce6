/// `r = c0 + cu u + cv v + cuu u² + cuv uv + cvv v²`: a patch's surface over the image, in inverse depth (1/m) nearer
/// than the support.
struct PatchSurface: Equatable {
    var c0 = 0.0
    var cu = 0.0
    var cv = 0.0
    var cuu = 0.0
    var cuv = 0.0
    var cvv = 0.0

    @inline(__always)
    func callAsFunction(_ u: Double, _ v: Double) -> Double {
        c0 + u * (cu + cuu * u + cuv * v) + v * (cv + cvv * v)
    }

    @inline(__always)
    func gradient(_ u: Double, _ v: Double) -> (u: Double, v: Double) {
        (cu + 2 * cuu * u + cuv * v, cv + cuv * u + 2 * cvv * v)
    }
}

/// The coordinates (u, v) of patches' surfaces: tangents of the ray about the patches' mean, scaled so that sums of
/// fourth powers stay in the range in which Float64 resolves them.
struct PatchFrame {
    /// Pixels a unit of u and v.
    static let unit = 100.0

    var a0: Double
    var b0: Double
    /// `u = (a − a0) · scale`.
    var scale: Double

    @inline(__always) func u(_ a: Float) -> Double { (Double(a) - a0) * scale }
    @inline(__always) func v(_ b: Float) -> Double { (Double(b) - b0) * scale }
}
