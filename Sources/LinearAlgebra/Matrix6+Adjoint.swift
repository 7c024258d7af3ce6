extension RigidTransform {
    /// `Ad(T) = [R 0; [t]R R]` in the order rx ry rz tx ty tz: `T · exp(ξ) · T⁻¹ = exp(Ad(T) ξ)`.
    public var adjoint: Matrix6 {
        Matrix6(diagonalBlocks: rotation, lowerBlock: Matrix3(skew: translation) * rotation)
    }
}

extension Twist {
    /// `ad ξ = [[r] 0; [t] [r]]`: `[ξ, η] = ad ξ · η`, linear in ξ.
    public var bracket: Matrix6 {
        Matrix6(diagonalBlocks: Matrix3(skew: rotation), lowerBlock: Matrix3(skew: translation))
    }
}

extension Matrix6 {
    /// The covariance of a small motion seen in the frame that `transform` maps into: `Ad(T) Σ Ad(T)ᵀ`, symmetric to
    /// the bit.
    public func transported(by transform: RigidTransform) -> Matrix6 {
        let adjoint = transform.adjoint
        return (adjoint * self * adjoint.transposed).symmetrized
    }

    /// `(A + Aᵀ) / 2`: rounding leaves products that are symmetric asymmetric in their last bits.
    public var symmetrized: Matrix6 { (self + transposed) * 0.5 }
}
