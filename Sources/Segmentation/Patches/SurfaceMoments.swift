import LinearAlgebra

/// Sums over pixels from which the least-squares quadric `r ≈ Σ cᵢ φᵢ`, φ = 1, u, v, u², uv, v², follows.
///
/// Gently curved surfaces (cans, bowls) are quadrics in inverse depth over a patch; planes are exactly linear.
struct SurfaceMoments {
    /// A pivot below this share of its diagonal entry is rounding: the pixels lie on a conic.
    private static let singularity = 1e-10

    var plane = PlaneMoments()
    var uuu = 0.0
    var uuv = 0.0
    var uvv = 0.0
    var vvv = 0.0
    var uuuu = 0.0
    var uuuv = 0.0
    var uuvv = 0.0
    var uvvv = 0.0
    var vvvv = 0.0
    var uur = 0.0
    var uvr = 0.0
    var vvr = 0.0

    @inline(__always)
    mutating func add(_ u: Double, _ v: Double, _ r: Double) {
        plane.add(u, v, r)
        let (uu, uv, vv) = (u * u, u * v, v * v)
        uuu += uu * u
        uuv += uu * v
        uvv += u * vv
        vvv += vv * v
        uuuu += uu * uu
        uuuv += uu * uv
        uuvv += uu * vv
        uvvv += uv * vv
        vvvv += vv * vv
        uur += uu * r
        uvr += uv * r
        vvr += vv * r
    }

    static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.plane += right.plane
        sum.uuu += right.uuu
        sum.uuv += right.uuv
        sum.uvv += right.uvv
        sum.vvv += right.vvv
        sum.uuuu += right.uuuu
        sum.uuuv += right.uuuv
        sum.uuvv += right.uuvv
        sum.uvvv += right.uvvv
        sum.vvvv += right.vvvv
        sum.uur += right.uur
        sum.uvr += right.uvr
        sum.vvr += right.vvr
        return sum
    }

    /// The least-squares quadric and its sum of squared residuals; nil when the pixels don't determine it.
    func quadricFit() -> (surface: PatchSurface, squares: Double)? {
        let p = plane
        let system = LeastSquares<6>(
            matrix: .init(rows: [
                [p.n, 0, 0, 0, 0, 0],
                [p.u, p.uu, 0, 0, 0, 0],
                [p.v, p.uv, p.vv, 0, 0, 0],
                [p.uu, uuu, uuv, uuuu, 0, 0],
                [p.uv, uuv, uvv, uuuv, uuvv, 0],
                [p.vv, uvv, vvv, uuvv, uvvv, vvvv],
            ]),
            right: [p.r, p.ur, p.vr, uur, uvr, vvr])
        guard let (c, explained) = system.solution(tolerance: Self.singularity) else { return nil }
        let surface = PatchSurface(c0: c[0], cu: c[1], cv: c[2], cuu: c[3], cuv: c[4], cvv: c[5])
        return (surface, max(0, p.rr - explained))
    }
}
