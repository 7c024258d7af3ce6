public import LinearAlgebra

/// A transform that knows its two frames: `T_to_from` maps coordinates given in `from` into `to`.
///
/// The product refuses what does not fit: `T_a_b · T_c_d` is an error where b ≠ c.
public struct NamedTransform: Equatable, Sendable {
    /// The frame whose coordinates it takes.
    public var from: String
    /// The frame whose coordinates it gives.
    public var to: String
    /// `T_to_from`, in metres.
    public var pose: RigidTransform
    /// The frames passed on the way, from `from` to `to`.
    public var path: [String]
    /// How uncertain the pose is, in the frame `to`; `nil` where nothing is said about any of its parts.
    public var covariance: PoseCovariance?

    /// `T_to_from`; the path is the two frames where none is given.
    public init(
        from: String, to: String, pose: RigidTransform, path: [String]? = nil, covariance: PoseCovariance? = nil
    ) {
        (self.from, self.to, self.pose, self.covariance) = (from, to, pose, covariance)
        self.path = path ?? (from == to ? [from] : [from, to])
    }

    /// `T_a_c = T_a_b · T_b_c`.
    ///
    /// Covariances compound to second order (``PoseCovariance``); a part of which nothing is said counts as exact.
    ///
    /// - Throws: ``FrameTreeError/mismatch(left:right:)`` where the inner frames differ.
    public static func * (left: Self, right: Self) throws(FrameTreeError) -> Self {
        guard left.from == right.to else { throw .mismatch(left: left.name, right: right.name) }
        let inner = right.covariance?.seen(through: left.pose)
        let sum =
            if let outer = left.covariance, let inner { outer.compounded(with: inner) } else {
                left.covariance ?? inner
            }
        return Self(
            from: right.from, to: left.to, pose: left.pose * right.pose, path: right.path + left.path.dropFirst(),
            covariance: sum)
    }

    /// `T_b_a` of `T_a_b`.
    public var inverse: Self {
        let inverse = pose.inverse
        return Self(
            from: to, to: from, pose: inverse, path: path.reversed(), covariance: covariance?.seen(through: inverse))
    }

    /// `baseFromCamera` in words that work for any name: `T_base_camera`.
    public var name: String { "T_\(to)_\(from)" }
}
