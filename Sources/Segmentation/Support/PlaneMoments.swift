import Glibc

/// Sums over pixels from which the least-squares plane `r ≈ c0 + cu u + cv v` follows; those of two sets add up.
struct PlaneMoments {
    /// A determinant below this share of its product of variances is rounding: the pixels lie on a line.
    private static let singularity = 1e-9

    /// How many pixels.
    var n = 0.0
    var u = 0.0
    var v = 0.0
    var uu = 0.0
    var uv = 0.0
    var vv = 0.0
    var r = 0.0
    var ur = 0.0
    var vr = 0.0
    var rr = 0.0

    @inline(__always)
    mutating func add(_ u: Double, _ v: Double, _ r: Double) {
        n += 1
        self.u += u
        self.v += v
        uu += u * u
        uv += u * v
        vv += v * v
        self.r += r
        ur += u * r
        vr += v * r
        rr += r * r
    }

    static func += (left: inout Self, right: Self) {
        left.n += right.n
        left.u += right.u
        left.v += right.v
        left.uu += right.uu
        left.uv += right.uv
        left.vv += right.vv
        left.r += right.r
        left.ur += right.ur
        left.vr += right.vr
        left.rr += right.rr
    }

    static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum += right
        return sum
    }

    var mean: (u: Double, v: Double, r: Double) { (u / n, v / n, r / n) }

    /// The plane and the sum of squared residuals; directions in which the pixels have no extent get no slope.
    func fit() -> (plane: InverseDepthPlane, squares: Double) {
        guard n > 0 else { return (InverseDepthPlane(), 0) }
        let (mu, mv, mr) = mean
        let (suu, suv, svv) = (uu - u * mu, uv - u * mv, vv - v * mv)
        let (sur, svr) = (ur - u * mr, vr - v * mr)
        let srr = max(0, rr - r * mr)
        let determinant = suu * svv - suv * suv
        var (gu, gv) = (0.0, 0.0)
        if determinant > Self.singularity * suu * svv, determinant > 0 {
            gu = (svv * sur - suv * svr) / determinant
            gv = (suu * svr - suv * sur) / determinant
        } else if suu >= svv, suu > 0 {
            gu = sur / suu
        } else if svv > 0 {
            gv = svr / svv
        }
        return (InverseDepthPlane(mr - gu * mu - gv * mv, gu, gv), max(0, srr - gu * sur - gv * svr))
    }

    /// The standard deviation of the fitted plane's direction, in radians: the root mean square over its two axes of
    /// tilt, for pixels with independent noise.
    func normalDeviation(of plane: InverseDepthPlane, noise: Double) -> Double {
        guard n > 3 else { return 0 }
        let (mu, mv, _) = mean
        let (suu, suv, svv) = (uu - u * mu, uv - u * mv, vv - v * mv)
        let determinant = suu * svv - suv * suv
        guard determinant > Self.singularity * suu * svv, determinant > 0 else { return 0 }
        // (cu, cv, c0) with c0 = mr - cu mu - cv mv is a vector along the normal; a change along it tilts nothing.
        let vector = SIMD3(plane.cu, plane.cv, plane.c0)
        let square = (vector * vector).sum()
        func across(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double {
            (a * b).sum() - (a * vector).sum() * (b * vector).sum() / square
        }
        let (byU, byV, byMean) = (SIMD3(1, 0, -mu), SIMD3(0, 1, -mv), SIMD3<Double>(0, 0, 1))
        let variance =
            (svv * across(byU, byU) - 2 * suv * across(byU, byV) + suu * across(byV, byV)) / determinant
            + across(byMean, byMean) / n
        return noise * (max(0, variance) / (2 * square)).squareRoot()
    }
}
