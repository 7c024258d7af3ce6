internal import CKernels
public import Parallel
public import PointClouds

/// A static k-d tree: exact k-nearest and radius queries over a cloud's points.
///
/// Points lie in leaves of ``leafSize``, all full but the last, so that a leaf is two SIMD loads per axis and its
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

extension KDTree {
    /// The columns, allocated once and never written again after the build.
    final class Storage: @unchecked Sendable {
        /// Points of the cloud.
        let pointCount: Int
        /// Finite ones among them: the slots in use.
        let count: Int
        /// Positions in leaf order, NaN behind the last point up to a full leaf.
        let x, y, z: UnsafeMutablePointer<Float>
        /// The cloud's index of each slot.
        let index: UnsafeMutablePointer<Int32>
        /// For each group the least x of its eight children, their least y, z, greatest x, y, z; level after level,
        /// the leaves' own boxes first.
        let boxes: UnsafeMutablePointer<SIMD8<Float>>
        /// The first group of each level in ``boxes``; level 0 holds the leaves' boxes, the last level one group.
        let levelStarts: [Int]
        /// All of it for the search kernel.
        let kernel: UnsafeMutablePointer<ck_kdtree>

        private let slots: UnsafeMutableRawPointer
        private let kernelStarts: UnsafeMutablePointer<UInt32>

        var leafCount: Int { (count + KDTree.leafSize - 1) / KDTree.leafSize }
        var levelCount: Int { levelStarts.count }

        init(_ points: Coordinates, threads: Int) {
            let records = Self.finiteRecords(of: points)
            defer { records.deallocate() }
            pointCount = points.count
            count = records.count

            let leaves = (count + KDTree.leafSize - 1) / KDTree.leafSize
            var starts: [Int] = []
            var groups = 0
            var children = leaves
            while children > 0 {
                starts.append(groups)
                children = (children + KDTree.fanOut - 1) / KDTree.fanOut
                groups += children
                if children == 1 { break }
            }
            levelStarts = starts

            let capacity = leaves * KDTree.leafSize
            slots = .allocate(byteCount: max(1, capacity) * 16, alignment: 64)
            x = slots.bindMemory(to: Float.self, capacity: capacity * 3)
            (y, z) = (x + capacity, x + 2 * capacity)
            index = (slots + 12 * capacity).bindMemory(to: Int32.self, capacity: capacity)
            boxes = UnsafeMutableRawPointer.allocate(byteCount: max(1, groups) * 192, alignment: 64)
                .bindMemory(to: SIMD8<Float>.self, capacity: groups * 6)

            kernelStarts = .allocate(capacity: starts.count)
            for (level, start) in starts.enumerated() { kernelStarts[level] = UInt32(start) }
            kernel = .allocate(capacity: 1)
            kernel.initialize(
                to: ck_kdtree(
                    x: x, y: y, z: z, index: index, boxes: UnsafeRawPointer(boxes).assumingMemoryBound(to: Float.self),
                    level_starts: kernelStarts, levels: Int32(starts.count)))

            Self.arrange(records, threads: threads)
            fillSlots(from: records, threads: threads)
            fillBoxes(threads: threads)
        }

        deinit {
            slots.deallocate()
            UnsafeMutableRawPointer(boxes).deallocate()
            kernel.deallocate()
            kernelStarts.deallocate()
        }
    }
}
