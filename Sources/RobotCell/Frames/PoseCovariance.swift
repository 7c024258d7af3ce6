public import LinearAlgebra

/// How uncertain a pose is: the covariance of the small motion that separates the true pose from the stated one.
///
/// Order and frame, here and everywhere: `T = exp(ξ) · T̂` with ξ = rx ry rz tx ty tz, radians and metres, so ξ is a
/// motion in the frame that the pose maps *into*, about that frame's origin. A rotation's error there also moves what
/// lies far from the origin; ``deviations(of:)`` gives the plain error of a pose's own origin.
///
/// To first order (Barfoot and Furgale 2014, "Associating uncertainty with three-dimensional poses"), with the adjoint
/// `Ad(R, t) = [R 0; [t]R R]`:
///
///     T_a_c = T_a_b · T_b_c:  Σ = Σ_ab + Ad(T_a_b) · Σ_bc · Ad(T_a_b)ᵀ
///     T_b_a = T_a_b⁻¹:        Σ = Ad(T_b_a) · Σ_ab · Ad(T_b_a)ᵀ
///
/// for errors that don't depend on each other. The terms left out are of fourth order in the errors: at 1 degree below
/// a thousandth of Σ.
public struct PoseCovariance: Equatable, Sendable {
    /// Symmetric, rad², rad·m, m².
    public var matrix: Matrix6

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
        let move = RigidTransform(translation: pose.translation).adjoint
        matrix = move * own * move.transposed
    }

    /// The covariance of the same motion seen from another frame.
    public func seen(through outerFromInner: RigidTransform) -> PoseCovariance {
        let adjoint = outerFromInner.adjoint
        return PoseCovariance((adjoint * matrix * adjoint.transposed).symmetric)
    }

    /// The sum for errors that don't depend on each other.
    public static func + (left: Self, right: Self) -> Self { Self(left.matrix + right.matrix) }

    /// The standard deviations of a pose's orientation (radians) and of its own origin (metres), along the axes of the
    /// frame that it maps into.
    public func deviations(of pose: RigidTransform) -> (rotation: Vector3, position: Vector3) {
        let move = RigidTransform(translation: pose.translation * -1).adjoint
        let own = move * matrix * move.transposed
        func root(_ index: Int) -> Double { max(0, own[index, index]).squareRoot() }
        return (Vector3(root(0), root(1), root(2)), Vector3(root(3), root(4), root(5)))
    }
}

extension RigidTransform {
    /// `Ad(T) = [R 0; [t]R R]` in the order rx ry rz tx ty tz: `T · exp(ξ) · T⁻¹ = exp(Ad(T) ξ)`.
    public var adjoint: Matrix6 {
        let moved = Matrix3(skew: translation) * rotation
        var result = Matrix6.zero
        for row in 0..<3 {
            for column in 0..<3 {
                result[row, column] = rotation[row, column]
                result[row + 3, column + 3] = rotation[row, column]
                result[row + 3, column] = moved[row, column]
            }
        }
        return result
    }
}

extension Matrix6 {
    /// Rounding leaves a product `A Σ Aᵀ` asymmetric in its last bits.
    fileprivate var symmetric: Matrix6 { (self + transposed) * 0.5 }
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
