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

    /// Whether the voxels' size did anything.
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
/// - Parameters:
///   - points: the cloud; points that aren't finite lie in no voxel.
///   - normals: averaged, if given, and brought back to unit length.
///   - size: the side of a voxel, metres.
///   - threads: how many cores to use; the result doesn't depend on it.
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

extension PointCloud {
    /// The cloud with one point a voxel: the centroid of those that lie in it, in the order of their first points.
    ///
    ///     let scan = try PointCloud(contentsOf: "scan.pcd").downsampled(voxel: 0.005)
    ///
    /// Origin and viewpoint stay. Normals are averaged, NaN where they cancel; of every other field a voxel
    /// has what its point nearest to the centroid says, so that a label stays a label and a colour one that was seen. Voxels
    /// begin at multiples of their size from the origin. Points that aren't finite lie in no voxel; an image becomes a list
    /// of points.
    ///
    /// - Parameters:
    ///   - size: the side of a voxel, metres.
    ///   - threads: how many cores to use; the result doesn't depend on it.
    /// - Throws: `VoxelGridError` for a size that isn't a length above 0, or that cuts the cloud into more voxels than
    ///   64 bits number.
    /// - Complexity: O(*n*) on average without fields, O(*n* log *n*) with.
    /// - Precondition: there are fewer than 2³¹ points.
    public func downsampled(
        voxel size: Double, threads: Int = availableThreads
    ) throws(VoxelGridError) -> PointCloud {
        let averaged = try voxelDownsampling(of: positions, normals: normals, size: size, threads: threads)
        var result = selecting(fields.isEmpty ? [] : try representatives(of: averaged.positions, voxel: size))
        result.positions = averaged.positions
        if let normals = averaged.normals { result.normals = normals }
        // The file's own digits were those of single points.
        for index in (result.layout?.positions ?? []).indices { result.layout?.positions[index].exact = nil }
        return result
    }

    /// Of each voxel, in the order of their first points, the point nearest to the centroid.
    private func representatives(of centroids: Coordinates, voxel size: Double) throws(VoxelGridError) -> [Int] {
        let map = try VoxelMap(positions, size: size)
        let order = (0..<map.count).sorted { map.points(of: $0).first! < map.points(of: $1).first! }
        return order.enumerated().map { place, voxel in
            let centroid = centroids[place]
            func squaredDistance(_ point: Int32) -> Float {
                let offset = positions[Int(point)] - centroid
                return (offset * offset).sum()
            }
            return Int(map.points(of: voxel).min { squaredDistance($0) < squaredDistance($1) }!)
        }
    }
}
