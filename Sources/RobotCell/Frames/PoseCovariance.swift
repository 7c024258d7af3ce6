public import LinearAlgebra

/// How uncertain a pose is: the covariance of the small motion that separates the true pose from the stated one.
///
/// Order and frame, here and everywhere: `T = exp(ξ) · T̂` with ξ = rx ry rz tx ty tz, radians and metres, so ξ is a
/// motion in the frame that the pose maps *into*, about that frame's origin. A rotation's error there also moves what
/// lies far from the origin; ``deviations(of:)`` gives the plain error of a pose's own origin.
///
/// With the adjoint `Ad(R, t) = [R 0; [t]R R]` and `Σ' = Ad(T_a_b) · Σ_bc · Ad(T_a_b)ᵀ`, for errors that don't depend on
/// each other (Barfoot and Furgale 2014, "Associating uncertainty with three-dimensional poses for use in estimation
/// problems", IEEE Transactions on Robotics 30(3), section IV.B):
///
///     T_a_c = T_a_b · T_b_c:  Σ = Σ_ab + Σ' + ¼ B + (A₁ Σ' + Σ' A₁ᵀ + A₂ Σ_ab + Σ_ab A₂ᵀ) / 12
///     T_b_a = T_a_b⁻¹:        Σ = Ad(T_b_a) · Σ_ab · Ad(T_b_a)ᵀ
///
/// The first two terms are the first order, the others (``compounded(with:)``) the second: of fourth order in the
/// errors, below a thousandth of Σ at 1 degree, and some percent of it at 10 degrees. What is left out is of sixth
/// order. The inverse is exact.
public struct PoseCovariance: Equatable, Sendable {
    /// Symmetric, rad², rad·m, m².
    public var matrix: Matrix6

    /// Rows and columns in the order rx ry rz tx ty tz.
    public init(_ matrix: Matrix6) {
        self.matrix = matrix
    }

    /// From standard deviations of a pose's orientation and of its own origin, along the axes of the frame that it maps
    /// into: what a calibration or a drawing's tolerance states.
    ///
    /// - Parameters:
    ///   - rotation: about the pose's own origin, radians.
    ///   - position: of the pose's origin, metres.
    ///   - pose: the pose itself, whose distance from the outer origin turns into translation.
    public init(rotation: Vector3, position: Vector3, of pose: RigidTransform) {
        var own = Matrix6.zero
        for axis in 0..<3 {
            own[axis, axis] = rotation[axis] * rotation[axis]
            own[axis + 3, axis + 3] = position[axis] * position[axis]
        }
        // A turn δ about the pose's origin t is a turn about the outer origin and the way t × δ.
        matrix = own.transported(by: RigidTransform(translation: pose.translation))
    }

    /// The covariance of the same motion seen from another frame.
    public func seen(through outerFromInner: RigidTransform) -> PoseCovariance {
        PoseCovariance(matrix.transported(by: outerFromInner))
    }

    /// The sum for errors that don't depend on each other: the first order of a product.
    public static func + (left: Self, right: Self) -> Self { Self(left.matrix + right.matrix) }

    /// The covariance of a product to second order, where `inner` is that of the right factor seen in the frame that the
    /// product maps into (``seen(through:)``).
    ///
    /// `log(exp ξ₁ exp ξ₂) = ξ₁ + ξ₂ + ½ [ξ₁, ξ₂] + …` (Baker, Campbell and Hausdorff); of its square the terms that are
    /// even in both errors stay: `B = E[ad ξ₁ Σ₂ (ad ξ₁)ᵀ]` and `A = E[(ad ξ)²]`.
    public func compounded(with inner: Self) -> Self {
        var both = Matrix6.zero
        var (squareOuter, squareInner) = (Matrix6.zero, Matrix6.zero)
        for axis in 0..<6 {
            var unit = Twist.zero
            unit[axis] = 1
            // E[ad ξ M (ad ξ)ᵀ] = Σₖ ad eₖ M ad(row k of Σ)ᵀ, and the square likewise.
            let (generator, row) = (unit.bracket, matrix.row(axis).bracket)
            both = both + generator * inner.matrix * row.transposed
            squareOuter = squareOuter + generator * row
            squareInner = squareInner + generator * inner.matrix.row(axis).bracket
        }
        let mixed = squareOuter * inner.matrix + squareInner * matrix
        return Self((matrix + inner.matrix + both * 0.25 + (mixed + mixed.transposed) * (1.0 / 12)).symmetrized)
    }

    /// The standard deviations of a pose's orientation (radians) and of its own origin (metres), along the axes of the
    /// frame that it maps into.
    public func deviations(of pose: RigidTransform) -> (rotation: Vector3, position: Vector3) {
        let own = matrix.transported(by: RigidTransform(translation: pose.translation * -1))
        func root(_ index: Int) -> Double { max(0, own[index, index]).squareRoot() }
        return (Vector3(root(0), root(1), root(2)), Vector3(root(3), root(4), root(5)))
    }
}

extension Matrix6 {
    fileprivate func row(_ row: Int) -> Twist {
        var result = Twist.zero
        for column in 0..<6 { result[column] = self[row, column] }
        return result
    }
}

/// What is stated about how well a frame's pose in its parent is known.
public enum FrameUncertainty: Equatable, Sendable {
    /// Standard deviations of the frame's orientation (radians) and of its origin (metres) along the parent's axes.
    case deviations(rotation: Vector3, position: Vector3)
    case covariance(PoseCovariance)

    func covariance(of pose: RigidTransform) -> PoseCovariance {
        switch self {
        case .deviations(let rotation, let position):
            PoseCovariance(rotation: rotation, position: position, of: pose)
        case .covariance(let covariance): covariance
        }
    }
}
