import LinearAlgebra

/// Sums of weighted pairs from which the rigid motion between them follows, for the many small fits of a search.
struct PairMoments: Sendable {
    var weight = 0.0
    var source = Vector3.zero
    var target = Vector3.zero
    /// `Σ w q pᵀ`.
    var cross = Matrix3.zero

    @inline(__always)
    mutating func add(_ p: Vector3, _ q: Vector3, weight w: Double = 1) {
        weight += w
        source += p * w
        target += q * w
        cross = cross + Matrix3(outer: q * w, p)
    }

    /// The second singular value, as a share of the first, below which the turn about a line of points is free.
    private static let leastSpread = 1e-9

    /// Nil where the pairs leave a rotation free.
    var transform: RigidTransform? {
        guard weight > 0 else { return nil }
        let (p, q) = (source / weight, target / weight)
        let svd = (cross - Matrix3(outer: q, p) * weight).svd()
        guard svd.singularValues.y > Self.leastSpread * svd.singularValues.x else { return nil }
        let r = svd.nearestRotation
        return RigidTransform(rotation: r, translation: q - r * p)
    }
}
