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

    /// A third moment below this share of the cubed deviation is a tail as short as rounding makes it, and says nothing.
    private static let leastTail = 1e-9
    /// A squared gap up to this many of its variances is what equal eigenvalues show in one sampling of twenty
    /// (exp(-6/2)).
    fileprivate static let chanceGap = 6.0

    init(_ axes: PrincipalAxes, _ frame: FrameMoments, _ sample: InfluenceSample, _ sampling: SamplingModel) {
        let values = axes.eigenvalues
        let n = Double(max(frame.count, 1))
        let equal = axes.isDegenerate
        let xy = Pair(0, 1, values, isDegenerate: equal.xy, sample, sampling, count: n)
        let yz = Pair(1, 2, values, isDegenerate: equal.yz, sample, sampling, count: n)
        let xz = Pair(0, 2, values, isDegenerate: equal.xy && equal.yz, sample, sampling, count: n)
        isEqual = (xy.isEqual, yz.isEqual)

        // A direction of which nothing is known is on average √(π - 2) away from any given axis.
        let unknown = Vector3(repeating: Double.pi - 2)
        let variance = Vector3(
            xy.variance + xz.variance, xy.variance + yz.variance, xz.variance + yz.variance)
        standardDeviation = pointwiseMin(unknown, variance).squareRoot()

        skewnessScore = .zero
        for i in 0..<3 {
            var influence = CubeInfluence(i: i, cube: frame.cubes[i], eigenvalue: values[i])
            for j in 0..<3 where j != i && abs(values[i] - values[j]) > PrincipalAxes.equalShare * values.x {
                influence.lean[j] = 3 * frame.skewness(i, j) / (values[i] - values[j])
            }
            skewnessScore[i] = Self.score(of: influence, sample, sampling, count: n)
        }
    }

    /// How many of its standard deviations a third moment is away from zero.
    private static func score(
        of influence: CubeInfluence, _ sample: InfluenceSample, _ sampling: SamplingModel, count: Double
    ) -> Double {
        let square = influence.eigenvalue
        guard abs(influence.cube) > leastTail * square * square.squareRoot() else { return 0 }
        let variance = sampling.variance(of: influence, sample, count: count)
        return variance > 0 ? abs(influence.cube) / variance.squareRoot() : .infinity
    }

    /// The same along x, for axes that don't come from the points' covariance.
    static func skewnessScore(
        alongX frame: FrameMoments, _ sample: InfluenceSample, _ sampling: SamplingModel
    ) -> Double {
        score(
            of: CubeInfluence(i: 0, cube: frame.cubes.x, eigenvalue: frame.squares.x), sample, sampling,
            count: Double(max(frame.count, 1)))
    }
}

/// Two axes, and how well their eigenvalues tell them apart.
private struct Pair {
    /// Of the angle by which one turns towards the other, in rad².
    var variance: Double
    var isEqual: Bool

    init(
        _ i: Int, _ j: Int, _ values: Vector3, isDegenerate: Bool, _ sample: InfluenceSample, _ sampling: SamplingModel,
        count: Double
    ) {
        // The angle is lost when the eigenvalues are equal: uniform over ± 90°.
        let uniform = Double.pi * Double.pi / 12
        let gap = values[i] - values[j]
        guard gap > 0 && !isDegenerate else {
            (variance, isEqual) = (uniform, true)
            return
        }
        let product = sampling.variance(of: ProductInfluence(i: i, j: j), sample, count: count)
        let difference = sampling.variance(of: GapInfluence(i: i, j: j, gap: gap), sample, count: count)
        let gapVariance = max(difference, 4 * product)
        let significance = AxisUncertainty.significance
        isEqual = gap * gap <= significance * significance * gapVariance
        // Eigenvalues of a sample repel: its squared gap is too large by twice the variance in the mean. A gap that
        // equal eigenvalues show by chance says nothing of the angle.
        variance =
            gap * gap <= AxisUncertainty.chanceGap * gapVariance
            ? uniform : min(product / (gap * gap - 2 * gapVariance), uniform)
    }
}
