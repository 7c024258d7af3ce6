public import LinearAlgebra

/// How far a pose can be believed.
public enum AlignmentStatus: String, Sendable {
    /// The points support the pose, and no other.
    case converged
    /// Other poses are as good: the surfaces in common are symmetric, or too plain to tell.
    case ambiguous
    /// The points support nothing that was found.
    case notConverged = "not_converged"
}

/// The pose of one cloud in the other's frame, and what supports it. All of it is in the coordinates that the clouds'
/// files have.
public struct Alignment: Sendable {
    /// How far ``targetFromSource`` can be believed.
    public var status: AlignmentStatus
    /// The best pose found, believed or not.
    public var targetFromSource: RigidTransform
    /// The error that ICP minimised.
    public var method: AlignmentMethod
    /// Steps of ICP on the way to the pose.
    public var iterations: Int
    /// The share of each cloud's points that lies on the other, within ``inlierDistance``.
    public var overlap: (source: Double, target: Double)
    /// How many points of each cloud were left out as outliers: those far from all others, and where there are many in
    /// space rather than on a surface, those. Of more than a million points all that weren't looked at are among them.
    public var outliers: (source: Int, target: Int)
    /// The distance across the surface within which a point lies on it, in metres.
    public var inlierDistance: Double
    /// Root mean square distance across the surface of the points that lie on it, in metres; nil where none does.
    public var inlierRMSE: Double?
    /// Of the points that lie on the other cloud or in space that its sensor saw to be empty, the share that lies on it.
    public var agreement: Double
    /// The probability that this is the right pose, and neither another that was found nor one that wasn't, as far as
    /// measured on pairs with truth; nil where the clouds are too coarse or too small in common to be measured.
    public var probability: Double?
    /// How much less likely the likeliest different pose is, 0…1; nil where none was found or looked for, or
    /// ``probability`` is.
    public var margin: Double?
    /// Of the pose in the order rx ry rz tx ty tz about the target's origin, in rad² and m²; nil unless converged.
    public var covariance: Matrix6?
    /// Motions that the surfaces in common leave free.
    public var degenerateDirections: [DegenerateDirection]
    /// How far the source's centre moved, in metres.
    public var centroidShift: Double
    /// Other poses that are nearly as likely, best first.
    public var runnerUps: [RigidTransform]
    /// All poses that were weighed in the end, the best first, with the measures of each.
    public var candidates: [AlignmentCandidate]
    /// Why the pose isn't believed, in words.
    public var reasons: [String]
    /// The edge of the finest voxels that took part, in metres.
    public var voxel: Double
}

/// A pose that was weighed, right or not.
public struct AlignmentCandidate: Equatable, Sendable {
    /// Maps the source's coordinates into the target's, metres.
    public var targetFromSource: RigidTransform
    /// How likely it is, and by which measures.
    public var plausibility: PosePlausibility
}

/// A motion of the source that moves no surface in common out of itself, in the target's frame: every point `p` of them
/// moves by `rotation × (p − center) + translation`, by 1 m in the root mean square.
public struct DegenerateDirection: Equatable, Sendable {
    /// Rad.
    public var rotation: Vector3
    /// In metres.
    public var translation: Vector3
    /// The middle of the surfaces in common, in metres.
    public var center: Vector3

    /// The same motion of the other cloud, in the frame that `pose` maps into.
    func seen(by pose: RigidTransform) -> DegenerateDirection {
        DegenerateDirection(
            rotation: pose.rotation * rotation, translation: pose.rotation * translation, center: pose * center)
    }
}
