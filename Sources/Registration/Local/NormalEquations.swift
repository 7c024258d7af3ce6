import LinearAlgebra

/// The 6×6 system of a Gauss–Newton step on SE(3): `H δ = −b`, with the error and the number of pairs behind it.
///
/// The step `δ = (ω, υ)` acts from the left and about the target's origin: `p ↦ exp(ω) p + υ`, so that the Jacobian of
/// a residual `r = p − q` is `[−[p]ₓ | 1]`. Kept as three 3×3 blocks, since every pair adds to them through one
/// symmetric information matrix.
struct NormalEquations: Sendable {
    /// Rotation by rotation: `[p]ₓ M [p]ₓᵀ`.
    var rotation = SymmetricMatrix3.zero
    /// Rotation by translation: `[p]ₓ M`.
    var mixed = Matrix3.zero
    /// Translation by translation: `M`.
    var translation = SymmetricMatrix3.zero
    var gradient = (rotation: Vector3.zero, translation: Vector3.zero)
    /// `Σ ρ(rᵀ M r)`.
    var error = 0.0
    var pairs = 0

    /// Adds one pair: the residual `r` at the moved source point `p`, weighted by `information`.
    @inline(__always)
    mutating func add(_ p: Vector3, residual r: Vector3, information m: SymmetricMatrix3, weight: Double) {
        let (cx, cy, cz) = (
            Vector3(m.xx, m.xy, m.xz) * weight, Vector3(m.xy, m.yy, m.yz) * weight, Vector3(m.xz, m.yz, m.zz) * weight
        )
        // [p]ₓ M, column by column.
        let (sx, sy, sz) = (p.cross(cx), p.cross(cy), p.cross(cz))
        mixed = Matrix3(
            columns: mixed.columns.x + sx, mixed.columns.y + sy, mixed.columns.z + sz)
        translation.xx += cx.x
        translation.xy += cx.y
        translation.xz += cx.z
        translation.yy += cy.y
        translation.yz += cy.z
        translation.zz += cz.z
        // [p]ₓ M [p]ₓᵀ: row i of it is p × (row i of [p]ₓ M).
        rotation.xx += p.y * sz.x - p.z * sy.x
        rotation.xy += p.z * sx.x - p.x * sz.x
        rotation.xz += p.x * sy.x - p.y * sx.x
        rotation.yy += p.z * sx.y - p.x * sz.y
        rotation.yz += p.x * sy.y - p.y * sx.y
        rotation.zz += p.x * sy.z - p.y * sx.z
        let force = cx * r.x + cy * r.y + cz * r.z
        gradient.translation += force
        gradient.rotation += p.cross(force)
    }

    static func += (left: inout Self, right: Self) {
        left.rotation += right.rotation
        left.mixed = left.mixed + right.mixed
        left.translation += right.translation
        left.gradient.rotation += right.gradient.rotation
        left.gradient.translation += right.gradient.translation
        left.error += right.error
        left.pairs += right.pairs
    }

    /// A motion that no pair holds has 0 on the diagonal: it is damped by this share of the best held motion's, so that
    /// it stays where it is.
    private static let freeDamping = 1e-6

    /// The damped step `(H + damping · diag H) δ = −b`, about the target's origin; nil where the system can't be solved.
    ///
    /// - Parameter center: where the locked motions are seen from; the origin without locks.
    func step(damping: Double, locks: DegreesOfFreedom = [], about center: Vector3 = .zero) -> Twist? {
        var h = hessian
        var b = Twist(rotation: gradient.rotation * -1, translation: gradient.translation * -1)
        let shift = RigidTransform(translation: center).adjoint
        if !locks.isEmpty {
            h = shift.transposed * h * shift
            b = shift.transposed * b
        }
        let diagonal = (0..<6).map { h[$0, $0] }
        let largest = (diagonal[0..<3].max()!, diagonal[3..<6].max()!)
        for i in 0..<6 {
            h[i, i] += damping * (diagonal[i] + Self.freeDamping * (i < 3 ? largest.0 : largest.1))
            if locks.contains(motion: i) {
                h.isolate(i)
                b[i] = 0
            }
        }
        guard let step = h.cholesky()?.solve(b) else { return nil }
        return locks.isEmpty ? step : shift * step
    }

    /// `H⁻¹`: the covariance for errors of unit variance; nil where a motion is left free. Locked motions, seen from
    /// `center`, have none.
    func covariance(locks: DegreesOfFreedom = [], about center: Vector3 = .zero) -> Matrix6? {
        guard !locks.isEmpty else { return hessian.cholesky()?.inverse }
        let shift = RigidTransform(translation: center)
        var h = shift.adjoint.transposed * hessian * shift.adjoint
        for i in 0..<6 where locks.contains(motion: i) { h.isolate(i) }
        guard var inverse = h.cholesky()?.inverse else { return nil }
        for i in 0..<6 where locks.contains(motion: i) { inverse[i, i] = 0 }
        return inverse.transported(by: shift)
    }

    /// In the order rx ry rz tx ty tz.
    var hessian: Matrix6 {
        var h = Matrix6.zero
        let (r, t) = (rotation.matrix, translation.matrix)
        for i in 0..<3 {
            for j in 0..<3 {
                h[i, j] = r[i, j]
                h[i, j + 3] = mixed[i, j]
                h[j + 3, i] = mixed[i, j]
                h[i + 3, j + 3] = t[i, j]
            }
        }
        return h
    }
}

extension Matrix6 {
    /// Makes row and column `i` those of the identity.
    mutating func isolate(_ i: Int) {
        for j in 0..<6 { (self[i, j], self[j, i]) = (0, 0) }
        self[i, i] = 1
    }
}
