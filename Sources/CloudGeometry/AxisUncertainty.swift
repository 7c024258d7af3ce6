import LinearAlgebra

/// How far axes and signs would differ in other scans of the same object, from the spread of the points themselves.
///
/// An estimate made of sums over points varies as the sum of the points' *influences* ψ: var = Σ ψ² / n² for points that
/// are independent draws. For the angle between a principal axis i and its place in other samples, towards axis j,
/// ψ = qᵢ qⱼ / (λᵢ - λⱼ) with q the point in the principal frame (Anderson 1963, without his assumption that points are
/// normally distributed: the fourth moments are those of the points). ``SamplingModel`` says how far points are
/// independent draws at all.
struct AxisUncertainty: Sendable {
    /// Standard deviation of each axis's direction, in radians: the root of the mean square angle.
    var standardDeviation: Vector3
    /// Whether the eigenvalues of x and y, and of y and z, are equal within their uncertainty.
    var isEqual: (xy: Bool, yz: Bool)
    /// How many of its standard deviations each third moment is away from zero.
    var skewnessScore: Vector3

    /// Beyond so many standard deviations a difference counts as one. Two equal eigenvalues are found different in one
    /// sampling of 25,000 (the gap of a pair has two degrees of freedom: exp(-4.5²/2)), the sign of a symmetric object
    /// is declared known in one of 150,000.
    static let significance = 4.5

    init(_ axes: PrincipalAxes, _ frame: FrameMoments, _ sample: InfluenceSample, _ sampling: SamplingModel) {
        let values = axes.eigenvalues
        let n = Double(max(frame.count, 1))

        // The angle of one axis towards another is lost when the pair's eigenvalues are equal: uniform over ± 90°.
        let uniform = Double.pi * Double.pi / 12
        func pair(_ i: Int, _ j: Int, degenerate: Bool) -> (variance: Double, isEqual: Bool) {
            let gap = values[i] - values[j]
            guard gap > 0 && !degenerate else { return (uniform, true) }
            let product = sampling.variance(
                sample, count: n, influence: { $0[i] * $0[j] },
                gradient: { q in
                    var g = Vector3.zero
                    (g[i], g[j]) = (q[j], q[i])
                    return g
                })
            let difference = sampling.variance(
                sample, count: n, influence: { $0[i] * $0[i] - $0[j] * $0[j] - gap },
                gradient: { q in
                    var g = Vector3.zero
                    (g[i], g[j]) = (2 * q[i], -2 * q[j])
                    return g
                })
            let gapVariance = max(difference, 4 * product)
            return (
                min(product / (gap * gap), uniform),
                gap * gap <= Self.significance * Self.significance * gapVariance
            )
        }
        let xy = pair(0, 1, degenerate: axes.isDegenerate.xy)
        let yz = pair(1, 2, degenerate: axes.isDegenerate.yz)
        let xz = pair(0, 2, degenerate: axes.isDegenerate.xy && axes.isDegenerate.yz)
        isEqual = (xy.isEqual, yz.isEqual)

        // A direction of which nothing is known is on average √(π - 2) away from any given axis.
        let unknown = Vector3(repeating: Double.pi - 2)
        standardDeviation = pointwiseMin(
            unknown,
            Vector3(xy.variance + xz.variance, xy.variance + yz.variance, xz.variance + yz.variance)
        ).squareRoot()

        skewnessScore = .zero
        for i in 0..<3 {
            let cube = frame.cubes[i]
            // A tail shorter than rounding makes it says nothing.
            guard abs(cube) > 1e-9 * values[i] * values[i].squareRoot() else { continue }
            // The third moment feels the mean's error (-3 λ q) and the axis's (Σⱼ 3 mᵢᵢⱼ qᵢ qⱼ / (λᵢ - λⱼ)), too.
            var lean = Vector3.zero
            for j in 0..<3 where j != i && abs(values[i] - values[j]) > 1e-12 * values.x {
                lean[j] = 3 * frame.skewness(i, j) / (values[i] - values[j])
            }
            let variance = sampling.variance(
                sample, count: n,
                influence: { q in q[i] * (q[i] * q[i] - 3 * values[i] + lean.dot(q)) - cube },
                gradient: { q in
                    var g = lean * q[i]
                    g[i] += 3 * (q[i] * q[i] - values[i]) + lean.dot(q)
                    return g
                })
            skewnessScore[i] = variance > 0 ? abs(cube) / variance.squareRoot() : .infinity
        }
    }

    /// How many of its standard deviations the third moment along x is away from zero, for axes that don't come from
    /// the points' covariance.
    static func skewnessScore(
        alongX frame: FrameMoments, _ sample: InfluenceSample, _ sampling: SamplingModel
    ) -> Double {
        let (cube, square) = (frame.cubes.x, frame.squares.x)
        guard abs(cube) > 1e-9 * square * square.squareRoot() else { return 0 }
        let variance = sampling.variance(
            sample, count: Double(max(frame.count, 1)),
            influence: { q in q.x * (q.x * q.x - 3 * square) - cube },
            gradient: { q in Vector3(3 * (q.x * q.x - square), 0, 0) })
        return variance > 0 ? abs(cube) / variance.squareRoot() : .infinity
    }
}
