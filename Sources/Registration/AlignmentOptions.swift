public import LinearAlgebra
public import Parallel
import PointClouds

/// The error that ICP minimises.
public enum AlignmentMethod: String, CaseIterable, Sendable {
    /// Distances between points: no normals needed, slow to converge on smooth surfaces.
    case pointToPoint = "point-to-point"
    /// Distances to the target's tangent planes.
    case pointToPlane = "point-to-plane"
    /// Distances to both clouds' tangent planes at once: converges fast along smooth surfaces, whichever cloud is the
    /// better.
    case symmetric
    /// Distances between small pieces of surface (Generalized-ICP): may stop a few degrees off on noisy surfaces.
    case generalized = "gicp"
}

/// How to align two clouds; the defaults come from the clouds themselves.
public struct AlignmentOptions: Sendable {
    /// Where the pose is looked for.
    public enum Search: Sendable, Equatable {
        /// Anywhere. A guess of targetFromSource is one more candidate among those that are found.
        case everywhere(guess: RigidTransform? = nil)
        /// Only in the neighbourhood of a start, targetFromSource, and with these motions left as the start has them
        /// (see ``MotionLocks``, seen from the source's origin).
        case near(RigidTransform = .identity, locking: DegreesOfFreedom = [])
        /// Nowhere: a pose, targetFromSource, is judged as it is.
        case evaluate(RigidTransform = .identity)
    }

    /// Where the pose is looked for.
    public var search: Search
    /// The error that ICP minimises.
    public var method: AlignmentMethod
    /// The edge of the finest voxels that take part, in metres; nil: from the clouds' own spacing.
    public var voxel: Double?
    /// How errors are weighted in the last refinement; nil: Cauchy's kernel at the scale of the finest voxels and the
    /// clouds' noise.
    public var kernel: RobustKernel?
    /// The share of the closest pairs that ICP takes, 0…1: less than 1 trims what the clouds don't have in common.
    public var keptShare: Double
    /// How many cores to use; the result doesn't depend on it.
    public var threads: Int

    /// Everything at its default but what is named.
    public init(
        search: Search = .everywhere(), method: AlignmentMethod = .symmetric, voxel: Double? = nil,
        kernel: RobustKernel? = nil, keptShare: Double = 1, threads: Int = availableThreads
    ) {
        (self.search, self.method, self.voxel) = (search, method, voxel)
        (self.kernel, self.keptShare, self.threads) = (kernel, keptShare, threads)
    }
}

extension AlignmentOptions.Search {
    /// The pose that is given, targetFromSource; the identity without one.
    public var start: RigidTransform {
        switch self {
        case .everywhere(let guess): guess ?? .identity
        case .near(let start, locking: _): start
        case .evaluate(let pose): pose
        }
    }

    /// The motions that stay as the start has them.
    var locks: DegreesOfFreedom {
        if case .near(_, let locks) = self { locks } else { [] }
    }
}
