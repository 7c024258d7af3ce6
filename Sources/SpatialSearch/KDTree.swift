public import Parallel
public import PointClouds

/// A static k-d tree: exact k-nearest and radius queries over a cloud's points.
///
/// Points lie in leaves of sixteen, all full but the last, so that a leaf is two SIMD loads per axis and its
/// place follows from its number. Eight leaves make a group, eight groups a group of the level above, up to one root
/// group; a group keeps the tight boxes of its eight children side by side, so that one pass of SIMD arithmetic tells
/// which of them can hold a neighbour. There are no pointers: child `c` of group `g` is number `8 g + c` of the level
/// below.
///
/// Distances are squared Float32 distances, `(dx² + dy²) + dz²`, each operation rounded (relative error ≤ 3 · 2⁻²⁴),
/// on every machine and in every code path. The bound of a box is the same expression of the gaps to it; since
/// rounding is monotone, no point of the box is nearer, and pruning is exact without a tolerance. Where distances are
/// equal, the lower index comes first.
///
/// Points that aren't finite are never found; a query that isn't finite finds nothing, and so does one whose squared
/// distances overflow Float32 (beyond 1.8 · 10¹⁹ m). Indices are Int32: a tree holds up to 2³¹ − 1 points.
///
/// After J. L. Bentley, *Multidimensional binary search trees*, 1975, and the wide bounding volume hierarchies of ray
/// tracing (I. Wald et al., 2008).
public struct KDTree: Sendable {
    /// Points in a leaf.
    static let leafSize = 16
    /// Children of a group.
    static let fanOut = 8

    let storage: Storage

    /// Builds the tree over the finite ones of `points`.
    ///
    /// The tree is the same for any number of threads.
    ///
    /// - Complexity: O(*n* log *n*) time, 16 bytes a point and about a tenth for the boxes.
    /// - Precondition: there are fewer than 2³¹ points.
    public init(_ points: Coordinates, threads: Int = availableThreads) {
        precondition(points.count <= Int(Int32.max), "a k-d tree holds fewer than 2³¹ points")
        storage = Storage(points, threads: threads)
    }

    /// The points of the cloud, finite or not.
    public var pointCount: Int { storage.pointCount }

    /// The finite points, those that can be found.
    public var count: Int { storage.count }

    /// Whether nothing can be found.
    public var isEmpty: Bool { storage.count == 0 }
}
