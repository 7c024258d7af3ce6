import LinearAlgebra

extension Matrix6 {
    /// The covariance of a step `(ω, υ)` seen in the frame that `transform` maps into: `A C Aᵀ`, where a step about the
    /// old origin, `p ↦ p + ω × p + υ`, is `ω' = R ω`, `υ' = R υ + t × R ω` about the new.
    func transported(by transform: RigidTransform) -> Matrix6 {
        let r = transform.rotation
        let shifted = Matrix3(skew: transform.translation) * r
        var a = Matrix6.zero
        for i in 0..<3 {
            for j in 0..<3 {
                a[i, j] = r[i, j]
                a[i + 3, j + 3] = r[i, j]
                a[i + 3, j] = shifted[i, j]
            }
        }
        return a * self * a.transposed
    }
}
