import Parallel
package import PointClouds

// How far a cloud's points are apart, in two ways, since neither replaces the other: to the nearest point wherever it is,
// for who has a tree; and to the nearest in the same voxel, for who has no use for one. The second takes a third of the
// time of building a tree, and gives more where a voxel holds few points; its numbers decide on voxel sizes of
// registration, which others would change.

extension KDTree {
    /// The cloud's median point spacing: the distance of a typical point to the nearest other one, in metres.
    ///
    /// Measured at up to `samples` points spread evenly over the tree. Points on one spot count as one: of neighbours
    /// at distance 0 the spacing isn't seen. Nil if there are no two points apart.
    ///
    /// - Complexity: O(*samples* · log *n*) on average.
    public func medianSpacing(samples: Int = 4096) -> Float? {
        let step = max(1, count / max(1, samples))
        var list = NeighborList()
        var spacings: [Float] = []
        for slot in stride(from: step / 2, to: count, by: step) {
            let point = SIMD3(storage.x[slot], storage.y[slot], storage.z[slot])
            // In a crowd on one spot, such as zeros for what wasn't measured, a leaf holds nothing else; to search it
            // would mean to look through all of it for the lowest numbers.
            let leaf = slot / KDTree.leafSize * KDTree.leafSize
            let last = min(leaf + KDTree.leafSize, count) - 1
            if leaf < last, isSamePlace(leaf, last), isSamePlace(leaf, slot), isSamePlace(leaf, (leaf + last) / 2) {
                continue
            }
            nearest(neighborsAsked, to: point, into: &list)
            // Where all are duplicates the point tells nothing.
            if let other = list.first(where: { $0.squaredDistance > 0 }) {
                spacings.append(other.squaredDistance.squareRoot())
            }
        }
        spacings.sort()
        return spacings.isEmpty ? nil : spacings[spacings.count / 2]
    }

    private func isSamePlace(_ a: Int, _ b: Int) -> Bool {
        storage.x[a] == storage.x[b] && storage.y[a] == storage.y[b] && storage.z[a] == storage.z[b]
    }
}

/// Up to seven duplicates of a point are looked behind.
private let neighborsAsked = 8

extension VoxelMap {
    /// Voxels that are asked, spread evenly; points of each that are asked, and that each is compared with.
    private static let voxelsAsked = 256, pointsAsked = 16, pointsCompared = 512

    /// The median distance of points to the nearest other one in their voxel, in metres; the voxel's size for a point that
    /// is alone in it, and 0 for a cloud without points.
    ///
    /// - Parameter cloud: the one that the map was made of.
    /// - Complexity: O(1): some two million distances at most.
    package func medianSpacing(of cloud: Coordinates) -> Float {
        var nearest: [Float] = []
        let step = max(1, count / Self.voxelsAsked)
        for voxel in stride(from: step / 2, to: count, by: step) {
            let members = points(of: voxel).prefix(Self.pointsCompared)
            for i in members.prefix(Self.pointsAsked) {
                var best = Float.infinity
                for j in members {
                    let d = cloud[Int(i)] - cloud[Int(j)]
                    let squared = (d * d).sum()
                    if squared > 0 && squared < best { best = squared }
                }
                nearest.append(best.isFinite ? best.squareRoot() : Float(grid.size))
            }
        }
        nearest.sort()
        return nearest.isEmpty ? 0 : nearest[nearest.count / 2]
    }
}
