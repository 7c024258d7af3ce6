import CloudGeometry
public import LinearAlgebra
public import Parallel
public import PointClouds
public import SpatialSearch

/// A cloud at one scale, ready for registration: evenly spaced points with their normals, and a tree over them.
public struct SurfaceSamples: Sendable {
    /// In metres, best near the origin; only points that have a normal.
    public let points: Coordinates
    /// A unit normal for each point.
    public let normals: Coordinates
    /// Over ``points``.
    public let tree: KDTree
    /// The edge of the voxels that the points are means of, in metres.
    public let voxel: Double

    /// The points.
    public var count: Int { points.count }

    /// Samples that are there already, a normal each, with a tree over the points.
    public init(points: Coordinates, normals: Coordinates, tree: KDTree, voxel: Double) {
        (self.points, self.normals, self.tree, self.voxel) = (points, normals, tree, voxel)
    }

    /// The means of a cloud's points in each voxel. Their normals are the means of `normals`, the cloud's own, or else
    /// fitted to the nearest `neighbors` means.
    ///
    /// - Parameters:
    ///   - points: in a frame whose origin is near them, since Float32 counts from there.
    ///   - normals: the points' own, if there are any.
    ///   - voxel: the edge of the voxels, metres.
    ///   - viewpoint: where the cloud was seen from, in the same frame; without it the sides of fitted normals mean
    ///     nothing.
    ///   - neighbors: the means that a normal is fitted to.
    ///   - threads: how many cores to use; the result doesn't depend on it.
    public init(
        of points: Coordinates, normals: Coordinates? = nil, voxel: Double, viewpoint: Vector3? = nil,
        neighbors: Int = 10, threads: Int = availableThreads
    ) throws(VoxelGridError) {
        let means = try voxelDownsampling(of: points, normals: normals, size: voxel, threads: threads)
        if let normals = means.normals {
            self.init(keepingDefined: means.positions, normals, voxel: voxel, threads: threads)
            return
        }
        let tree = KDTree(means.positions, threads: threads)
        let surface = surfaceNormals(
            of: means.positions, tree: tree,
            options: NormalOptions(neighbors: neighbors, viewpoint: viewpoint ?? .zero, threads: threads))
        if surface.undefinedCount == 0 {
            self.init(points: means.positions, normals: surface.normals, tree: tree, voxel: voxel)
        } else {
            self.init(keepingDefined: means.positions, surface.normals, voxel: voxel, threads: threads)
        }
    }

    private init(keepingDefined points: Coordinates, _ normals: Coordinates, voxel: Double, threads: Int) {
        let kept = points.indices.filter { normals.isFinite(at: $0) }
        let all = kept.count == points.count
        let defined = all ? points : points[kept]
        self.init(
            points: defined, normals: all ? normals : normals[kept], tree: KDTree(defined, threads: threads),
            voxel: voxel)
    }
}
