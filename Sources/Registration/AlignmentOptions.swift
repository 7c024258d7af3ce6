public import LinearAlgebra
import Parallel
import PointClouds

/// What ICP brings together.
public enum AlignmentMethod: String, CaseIterable, Sendable {
    /// Points with points: no normals needed, slow to settle on smooth surfaces.
    case pointToPoint = "point-to-point"
    /// Points with the target's tangent planes.
    case pointToPlane = "point-to-plane"
    /// Points with both clouds' tangent planes at once: slides along smooth surfaces settle fast, whichever cloud is the
    /// better.
    case symmetric
    /// Pieces of surface with pieces of surface (Generalized-ICP): may stick a few degrees off on noisy surfaces.
    case generalized = "gicp"
}

/// How to align two clouds; the defaults come from the clouds themselves.
public struct AlignmentOptions: Sendable {
    /// What ICP brings together.
    public var method = AlignmentMethod.symmetric
    /// A first guess, targetFromSource; it takes part as one candidate among others.
    public var initial: RigidTransform?
    /// Whether to look for the pose anywhere; without it only the neighbourhood of ``initial`` is searched.
    public var searchesGlobally = true
    /// The finest voxels that take part, in metres; nil: from the clouds' own spacing.
    public var voxel: Double?
    /// Whether to judge ``initial`` (or the identity) as it is instead of looking for a better pose.
    public var evaluatesOnly = false
    /// How large errors count in the last refinement; nil: Cauchy's kernel at the scale of the finest voxels and the
    /// clouds' noise.
    public var kernel: RobustKernel?
    /// The share of the closest pairs that ICP takes, 0…1: less than 1 trims what the clouds don't have in common.
    public var keptShare = 1.0
    /// Motions to leave as ``initial`` has them, see ``MotionLocks``; implies a local search.
    public var locks: DegreesOfFreedom = []
    /// How many cores to use; the result doesn't depend on it.
    public var threads: Int = availableThreads

    /// Everything at its default.
    public init() {}
}
