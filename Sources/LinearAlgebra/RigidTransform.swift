/// A rotation followed by a translation, `p ↦ R p + t`: an element of SE(3), or 4×4 with last row 0 0 0 1.
///
/// Named by its frames: `baseFromCamera` maps coordinates given in the camera's frame into the base's, and
/// `baseFromCamera * cameraFromObject` is `baseFromObject`. Lengths in metres.
@frozen
public struct RigidTransform: Equatable, Hashable, Sendable {
    /// A right-handed orthonormal matrix.
    public var rotation: Matrix3
    /// Where the inner frame's origin lies in the outer, metres.
    public var translation: Vector3

    /// Takes a rotation matrix as it is; for a matrix of unknown origin re-orthonormalise it first.
    @inlinable
    public init(rotation: Matrix3 = .identity, translation: Vector3 = .zero) {
        self.rotation = rotation
        self.translation = translation
    }

    @inlinable public static var identity: Self { Self() }

    /// `T_a_c = T_a_b · T_b_c`
    @inlinable
    public static func * (left: Self, right: Self) -> Self {
        Self(
            rotation: left.rotation * right.rotation,
            translation: left.rotation * right.translation + left.translation)
    }

    /// The image of a point. A direction takes the rotation alone: `transform.rotation * direction`.
    @inlinable
    public static func * (left: Self, point: Vector3) -> Vector3 {
        left.rotation * point + left.translation
    }

    /// `T_b_a` of `T_a_b`; exact for an orthonormal rotation.
    @inlinable
    public var inverse: Self {
        let transposed = rotation.transposed
        return Self(rotation: transposed, translation: transposed * translation * -1)
    }

    /// The 4×4 matrix, row by row.
    @inlinable
    public var rows: [[Double]] {
        (0..<3).map { [rotation[$0, 0], rotation[$0, 1], rotation[$0, 2], translation[$0]] } + [[0, 0, 0, 1]]
    }
}
