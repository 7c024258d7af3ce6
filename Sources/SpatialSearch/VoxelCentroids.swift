import Parallel
package import PointClouds

/// The centroid of each voxel that holds a point, voxels in the order of their first points.
///
/// Points are dealt out to parts by a hash of their voxel's key, in the cloud's order; each part sums its voxels in a
/// hash table that stays in a core's cache. A voxel's sum is taken in the cloud's order by one thread: the same bits
/// for any number of threads. The loops are those of `CKernels/voxels.c`.
package struct VoxelCentroids: Sendable {
    package private(set) var positions: Coordinates
    /// Sums of the points' finite normals, of unit length; NaN where they cancel.
    package private(set) var normals: Coordinates?
    package private(set) var counts: [Int32]
    package let finiteCount: Int

    /// - Complexity: O(*n*) on average, 18 bytes a point beside the result, 34 with normals.
    package init(
        of points: Coordinates, normals pointNormals: Coordinates?, size: Double, threads: Int
    ) throws(VoxelGridError) {
        let bounds = FiniteBounds(of: points, threads: threads)
        let grid = try VoxelGrid(over: bounds, size: size)
        finiteCount = bounds.count
        let dealt = DealtPoints(points, pointNormals, grid: grid, finite: bounds.count, threads: threads)
        defer { dealt.deallocate() }
        let voxels = dealt.sumUp(threads: threads)

        (positions, normals, counts) = dealt.gathered(voxels, threads: threads)
    }
}
