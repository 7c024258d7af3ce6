public import Parallel
public import PointClouds
public import SpatialSearch

/// A cloud with one point a voxel: the centroid of those that lie in it.
public struct VoxelDownsampling: Sendable {
    /// In the order in which the cloud's points first enter the voxels.
    public internal(set) var positions: Coordinates
    /// The normals' mean, of unit length; NaN where they cancel. Nil if there were none.
    public internal(set) var normals: Coordinates?
    /// How many points each stands for.
    public internal(set) var counts: [Int32]
    /// Points of the cloud that weren't finite and lie in no voxel.
    public internal(set) var invalidCount: Int

    /// A voxel size that did nothing, or left nothing, is likely in the wrong unit.
    public enum Merging: Equatable, Sendable {
        case some
        /// Each point kept a voxel to itself.
        case none
        /// All points fell into one voxel.
        case all
    }

    public var merging: Merging {
        let valid = counts.reduce(0) { $0 + Int($1) }
        return valid < 2 || (counts.count > 1 && counts.count < valid) ? .some : counts.count == 1 ? .all : .none
    }
}

/// One point for each voxel of side `size` (metres) that holds any: their centroid, summed in Float64.
///
/// Voxels begin at multiples of their size. Keys are 64 bits wide and refuse what doesn't fit: 1 mm over 100 m takes 51.
/// The same bytes for any number of threads.
///
/// - Parameter normals: averaged, if given, and brought back to unit length.
/// - Complexity: O(*n*) on average.
/// - Precondition: there are fewer than 2³¹ points, and as many normals as points.
public func voxelDownsampling(
    of points: Coordinates, normals: Coordinates? = nil, size: Double, threads: Int = availableThreads
) throws(VoxelGridError) -> VoxelDownsampling {
    precondition(points.count <= Int(Int32.max), "a voxel grid takes fewer than 2³¹ points")
    precondition(normals == nil || normals!.count == points.count, "there are more or fewer normals than points")
    let centroids = try VoxelCentroids(of: points, normals: normals, size: size, threads: threads)
    return VoxelDownsampling(
        positions: centroids.positions, normals: centroids.normals, counts: centroids.counts,
        invalidCount: points.count - centroids.finiteCount)
}
