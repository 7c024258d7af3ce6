/// The motion that brings given pairs of points together, and how well it does.
public struct KabschAlignment: Sendable {
    /// Maps the source's coordinates into the target's, in their unit.
    public var targetFromSource: RigidTransform
    /// `target ≈ scale · R · source + t`; 1 unless it was asked for.
    public var scale: Double
    /// The distance left between each pair, in metres.
    public var residuals: [Double]
    /// The weighted root mean square of ``residuals``.
    public var rmse: Double
    /// Of the pose in the order rx ry rz tx ty tz, for a step `p ↦ exp(ω) p + υ` in the target's frame, in rad² and m²;
    /// nil where the pairs leave a rotation free (points on a line, or on one spot) or there are too few to tell the
    /// noise.
    public var covariance: Matrix6?
    /// Directions in which the source points spread: 3, 2 (on a plane), 1 (on a line: the turn about it is free) or 0.
    public var rank: Int
}

/// What keeps pairs from being aligned.
public enum KabschError: Error, Equatable, CustomStringConvertible {
    case countsDiffer(source: Int, target: Int, weights: Int)
    case noPairs
    case notFinite(index: Int)
    case negativeWeight(index: Int)

    public var description: String {
        switch self {
        case .countsDiffer(let source, let target, let weights):
            "\(source) source points, \(target) target points and \(weights) weights don't pair; give one of each a pair"
        case .noPairs: "no pair has a weight above 0; give at least one"
        case .notFinite(let index): "pair \(index) holds a number that isn't finite; leave it out"
        case .negativeWeight(let index): "the weight of pair \(index) is negative; 0 leaves a pair out"
        }
    }
}

/// The rotation and translation of least weighted squared error between pairs of points, in closed form.
///
/// Minimises `Σ w |s R p + t − q|²` (Kabsch 1976; Umeyama 1991 with the scale `s`). The result is always a rotation:
/// pairs that mirror show in the residuals. Points on a plane are no special case; of points on a line the smallest turn
/// is taken; one pair gives a translation.
///
/// The covariance is `σ² (Jᵀ W J)⁻¹` with `σ²` from the residuals over `3 n − 6` degrees of freedom; with the scale, which
/// is one more unknown, over `3 n − 7`.
///
/// - Complexity: O(*n*).
public func rigidAlignment(
    of source: [Vector3], to target: [Vector3], weights: [Double]? = nil, estimatingScale: Bool = false
) throws(KabschError) -> KabschAlignment {
    let n = source.count
    guard target.count == n, weights?.count ?? n == n else {
        throw .countsDiffer(source: n, target: target.count, weights: weights?.count ?? n)
    }
    for i in 0..<n {
        let weight = weights?[i] ?? 1
        guard source[i].isFinite, target[i].isFinite, weight.isFinite else { throw .notFinite(index: i) }
        guard weight >= 0 else { throw .negativeWeight(index: i) }
    }
    var total = 0.0
    var (p, q) = (Vector3.zero, Vector3.zero)
    for i in 0..<n {
        let w = weights?[i] ?? 1
        total += w
        p += source[i] * w
        q += target[i] * w
    }
    guard total > 0 else { throw .noPairs }
    (p, q) = (p / total, q / total)

    // About the means, so that nothing is lost far from the origin.
    var cross = Matrix3.zero
    var spread = SymmetricMatrix3.zero
    for i in 0..<n {
        let w = weights?[i] ?? 1
        let (a, b) = (source[i] - p, target[i] - q)
        cross = cross + Matrix3(outer: b * w, a)
        spread += SymmetricMatrix3(outer: a) * w
    }
    let rotation = cross.smallestBestRotation
    let variance = spread.trace
    let scale = estimatingScale && variance > 0 ? (rotation.transposed * cross).trace / variance : 1
    let translation = q - rotation * p * scale

    var residuals: [Double] = []
    residuals.reserveCapacity(n)
    var squared = 0.0
    for i in 0..<n {
        let r = (rotation * source[i] * scale + translation - target[i]).length
        residuals.append(r)
        squared += (weights?[i] ?? 1) * r * r
    }
    let values = spread.eigen().values
    // What rounding makes of a spread of 0: of the coordinates, and of the sums and the eigenvalues.
    let reach = (0..<n).reduce(0) { max($0, source[$1].length) }
    let rounding = total * (4 * .ulpOfOne * reach) * (4 * .ulpOfOne * reach) + 64 * .ulpOfOne * values.x
    let rank = [values.x, values.y, values.z].count { $0 > rounding }
    let pose = RigidTransform(rotation: rotation, translation: translation)
    let counted = weights.map { $0.count { $0 > 0 } } ?? n
    let freedom = 3 * counted - (estimatingScale ? 7 : 6)
    var covariance: Matrix6?
    if rank >= 2, freedom > 0 {
        var hessian = Matrix6.zero
        for i in 0..<n {
            let (w, moved) = (weights?[i] ?? 1, rotation * source[i] * scale + translation)
            let skew = Matrix3(skew: moved)
            let turning = skew * skew.transposed
            for a in 0..<3 {
                hessian[a + 3, a + 3] += w
                for b in 0..<3 {
                    hessian[a, b] += turning[a, b] * w
                    hessian[a, b + 3] += skew[a, b] * w
                    hessian[b + 3, a] += skew[a, b] * w
                }
            }
        }
        if estimatingScale {
            // What the scale, which isn't known better than the rest, takes from it: the Schur complement.
            var (mixed, own) = (Twist(rotation: .zero, translation: .zero), 0.0)
            for i in 0..<n {
                let (w, grown) = (weights?[i] ?? 1, rotation * source[i] * scale)
                mixed.rotation += (grown + translation).cross(grown) * w
                mixed.translation += grown * w
                own += grown.squaredLength * w
            }
            for a in 0..<6 { for b in 0..<6 { hessian[a, b] -= mixed[a] * mixed[b] / own } }
        }
        covariance = (hessian.cholesky()?.inverse).map { $0 * (squared / Double(freedom) * Double(counted) / total) }
    }
    return KabschAlignment(
        targetFromSource: pose, scale: scale, residuals: residuals, rmse: (squared / total).squareRoot(),
        covariance: covariance, rank: rank)
}

extension Matrix3 {
    /// A singular value of so small a share of the largest is rounding: some 50 ulps.
    private static let rankRounding = 1e-14
    /// The sine of an angle that is none.
    private static let noSine = 1e-15

    /// The rotation `R` of greatest `tr(Rᵀ A)`; of several (rank below 2) the one that turns least.
    var smallestBestRotation: Matrix3 {
        let svd = self.svd()
        let s = svd.singularValues
        guard s.x > 0 else { return .identity }
        guard s.y <= Self.rankRounding * s.x else { return svd.nearestRotation }
        // Of rank 1: from v to u along the shortest way.
        let (from, to) = (svd.v.columns.x, svd.u.columns.x)
        let axis = from.cross(to)
        let cosine = from.dot(to)
        if axis.length < Self.noSine {
            if cosine > 0 { return .identity }
            let k = from.anyPerpendicular
            return Quaternion(x: k.x, y: k.y, z: k.z, w: 0).rotation
        }
        return Quaternion(x: axis.x, y: axis.y, z: axis.z, w: 1 + cosine).normalized.rotation
    }
}
