import CloudGeometry
import LinearAlgebra
import PointClouds
import SpatialSearch

extension SurfaceSamples {
    /// Evenly chosen samples, `limit` at most.
    func thinned(to limit: Int, threads: Int) -> SurfaceSamples {
        let step = (count + limit - 1) / limit
        return step > 1 ? chosen(stride(from: 0, to: Int32(count), by: step), threads: threads) : self
    }

    func chosen(_ indices: some Sequence<Int32>, threads: Int) -> SurfaceSamples {
        let kept = indices.map { Int($0) }
        return SurfaceSamples(
            points: points[kept], normals: normals[kept], tree: KDTree(points[kept], threads: threads),
            voxel: voxel)
    }

    /// Their mean and the axes of their spread.
    var principalAxes: (center: Vector3, axes: Matrix3) {
        let moments = Moments(points, threads: 1)
        return (moments.mean, moments.covariance.eigen().vectors)
    }
}
