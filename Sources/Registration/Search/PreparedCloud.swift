import CloudGeometry
import LinearAlgebra
import PointClouds
import Sensing
import SpatialSearch

/// A cloud as registration sees it: finite points without outliers, about their mean, with what the file says of the
/// surface's sides.
struct PreparedCloud: Sendable {
    /// Relative to ``center``.
    let points: Coordinates
    let normals: Coordinates?
    /// Finite points that are left out: far from all others, or as ``SparseOutliers`` says.
    let outlierCount: Int
    /// Amid the points, in the cloud's coordinates.
    private(set) var center: Vector3
    /// Of the ``PercentileBox``, in metres: an outlier doesn't change it.
    let diagonal: Double
    /// The median distance to the nearest other point, in metres.
    let spacing: Double
    /// Root mean square distance of the points from the surface, in metres, as far as planes over a few spacings tell.
    let noise: Double
    /// What the sensor saw on its way to the points; nil if the cloud is no scan from one place.
    let seen: SeenSpace<CubeGrid>?

    /// Whether the sides of the normals mean something.
    var isOriented: Bool { normals != nil || seen != nil }
    var viewpoint: Vector3? { seen?.viewpoint }

    init(_ cloud: PointCloud) {
        var kept = cloud.positions.indices.filter { cloud.positions.isFinite(at: $0) }
        let finiteCount = kept.count
        if let box = PercentileBox(of: cloud.positions, kept) { kept = kept.filter { box.isNear(cloud.positions[$0]) } }
        let near = kept.count == cloud.count ? cloud.positions : cloud.positions[kept]
        if let inliers = SparseOutliers.inliers(near) { kept = inliers.map { kept[$0] } }
        outlierCount = finiteCount - kept.count
        let all = kept.count == cloud.count
        let center = kept.isEmpty ? Vector3.zero : PreparedCloud.mean(cloud.positions, kept)
        var points = all ? cloud.positions : cloud.positions[kept]
        let shift = SIMD3<Float>(center)
        for i in points.indices {
            points.x[i] -= shift.x
            points.y[i] -= shift.y
            points.z[i] -= shift.z
        }
        self.points = points
        self.center = Vector3(shift) + cloud.origin
        normals = cloud.normals.map { all ? $0 : $0[kept] }.flatMap { $0.areUnitVectors ? $0 : nil }
        diagonal = PercentileBox(of: points, points.indices)?.diagonal ?? 0
        spacing = PreparedCloud.spacing(points, diagonal: diagonal)
        noise = PreparedCloud.noise(points, size: max(NoiseProbe.spacings * spacing, 1e-9))
        // A file without a viewpoint says the origin, which may be true or nothing: the points tell.
        let viewpoint = cloud.localViewpoint.translation - Vector3(shift)
        let isStated = cloud.viewpoint.translation != .zero
        let mayBeSeen = isStated || PreparedCloud.looksSeen(from: viewpoint, points, diagonal: diagonal)
        seen =
            !mayBeSeen
            ? nil
            : SeenSpace(singleView: points, from: viewpoint, diagonal: diagonal, spacing: spacing)
    }

    /// The same cloud in coordinates that count from `origin`.
    func relative(to origin: Vector3) -> PreparedCloud {
        var result = self
        if origin != .zero { result.center -= origin }
        return result
    }

    func samples(voxel: Double, neighbors: Int = 10, threads: Int) throws(VoxelGridError) -> SurfaceSamples {
        try SurfaceSamples(
            of: points, normals: normals, voxel: voxel, viewpoint: viewpoint, neighbors: neighbors, threads: threads)
    }

    /// Whether the points spread along one direction only, as far as their coordinates' rounding tells.
    var isStraight: Bool {
        let chosen = stride(from: 0, to: points.count, by: max(1, points.count / Sampled.points)).map { $0 }
        let values = Moments(points, at: chosen, threads: 1).covariance.eigen().values
        return values.y <= 1e-12 * values.x
    }

    private static func mean(_ points: Coordinates, _ indices: [Int]) -> Vector3 {
        var sum = Vector3.zero
        for i in indices { sum += Vector3(points[i]) }
        return sum / Double(indices.count)
    }

    /// Voxels across the cloud in which spacings are measured.
    private static let spacingVoxels = 60.0

    /// From voxels that a large object has thousands of: few points of one have their nearest in another.
    private static func spacing(_ points: Coordinates, diagonal: Double) -> Double {
        guard points.count > 1, diagonal > 0, let map = try? VoxelMap(points, size: diagonal / spacingVoxels) else {
            return 0
        }
        return Double(map.medianSpacing(of: points))
    }

    /// How the noise is measured.
    private enum NoiseProbe {
        /// The edge of a voxel in spacings: some dozen points in a ball of that radius, nearly flat.
        static let spacings = 4.0
        /// Of how many voxels planes are taken.
        static let voxels = 400
        /// Points of a cloud, of a voxel and of a ball at least, and those of a voxel that are taken.
        static let cloud = 50
        static let voxel = 4
        static let ball = 8.0
        static let most = 64
        /// A plane takes three degrees of freedom.
        static let freedom = 3.0
    }

    /// The lower quartile, over some voxels, of the scatter about the plane through a voxel's points: most voxels on
    /// edges and curves are above it.
    private static func noise(_ points: Coordinates, size: Double) -> Double {
        guard points.count > NoiseProbe.cloud, let map = try? VoxelMap(points, size: size) else { return 0 }
        var scatters: [Double] = []
        let step = max(1, map.count / NoiseProbe.voxels)
        for voxel in stride(from: step / 2, to: map.count, by: step) {
            // The voxel's points and those of the voxels around it within a ball, so that the plane isn't cut askew.
            let members = map.points(of: voxel)
            guard members.count >= NoiseProbe.voxel else { continue }
            var center = Vector3.zero
            for i in members { center += Vector3(points[Int(i)]) }
            center /= Double(members.count)
            var (n, sum, products) = (0.0, Vector3.zero, SymmetricMatrix3.zero)
            let cell = map.cell(of: voxel)
            for dz in -1...1 {
                for dy in -1...1 {
                    for dx in -1...1 {
                        guard let other = map.voxel(at: cell &+ SIMD3(dx, dy, dz)) else { continue }
                        for i in map.points(of: other).prefix(NoiseProbe.most) {
                            let d = Vector3(points[Int(i)]) - center
                            guard d.squaredLength < size * size else { continue }
                            n += 1
                            sum += d
                            products += SymmetricMatrix3(outer: d)
                        }
                    }
                }
            }
            guard n >= NoiseProbe.ball else { continue }
            let covariance = (products - SymmetricMatrix3(outer: sum) / n) / (n - NoiseProbe.freedom)
            scatters.append(max(0, covariance.eigen().values.z).squareRoot())
        }
        scatters.sort()
        return scatters.isEmpty ? 0 : scatters[scatters.count / 4]
    }
}

/// Points that are enough for a yes or no about all of them.
private enum Sampled {
    static let points = 4000
}

extension Coordinates {
    /// By which a unit normal's squared length may differ from 1: programs round and average them.
    private static let lengthTolerance: Float = 0.1

    /// Whether nearly all are finite and 1 long: fields of zeros, as many programs write them, are no normals.
    fileprivate var areUnitVectors: Bool {
        let step = Swift.max(1, count / Sampled.points)
        var (asked, good) = (0, 0)
        for i in stride(from: 0, to: count, by: step) {
            asked += 1
            let n = self[i]
            if abs((n * n).sum() - 1) < Self.lengthTolerance { good += 1 }
        }
        return 10 * good >= 9 * asked
    }
}
