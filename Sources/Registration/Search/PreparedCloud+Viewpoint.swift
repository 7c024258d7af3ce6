import Glibc
import LinearAlgebra
import PointClouds
import SpatialSearch

/// Whether a viewpoint that no file states is one: the origin may be the sensor's place or nothing at all.
extension PreparedCloud {
    /// What tells a sensor's place from any other.
    private enum ViewpointTest {
        /// Points that are looked at.
        static let sample = 20_000
        /// The largest tangent of an angle from a camera's axis: 50° either way, of the widest depth cameras.
        static let halfAngle: Float = 1.2
        /// One point in so many may lie aside of that.
        static let asideOneIn = 200
        /// Sectors of a full turn, and how many of them a scanner that turns all around fills.
        static let sectors = 16
        static let leastFilled = 14
        /// Voxels across the cloud by which densities are taken, and how many of them it takes.
        static let across = 40.0
        static let leastVoxels = 30
        /// Where the far third of the voxels is less than so many times as far as the near third, densities say nothing …
        static let leastDepthRatio = 1.4
        /// … and where it is, the near ones hold so many times as many points at least.
        static let leastDensityRatio = 1.25
    }

    /// Whether the points lie as a sensor at the viewpoint gives them: before a camera that looks along z, or all around
    /// a scanner. A crop of a map or a model lies anywhere.
    static func looksSeen(from viewpoint: Vector3, _ points: Coordinates, diagonal: Double) -> Bool {
        guard !points.isEmpty else { return false }
        let eye = SIMD3<Float>(viewpoint)
        var aside = 0
        let count = ViewpointTest.sectors
        var sectors = [[Bool]](repeating: Array(repeating: false, count: count), count: 3)
        for i in stride(from: 0, to: points.count, by: max(1, points.count / ViewpointTest.sample)) {
            let p = points[i] - eye
            guard p.x.isFinite, p.y.isFinite, p.z.isFinite else { return false }
            let limit = ViewpointTest.halfAngle * p.z
            if !(p.z > 0 && abs(p.x) < limit && abs(p.y) < limit) { aside += 1 }
            for axis in 0..<3 {
                let angle = atan2f(p[(axis + 2) % 3], p[(axis + 1) % 3])
                sectors[axis][min(count - 1, max(0, Int((angle / .pi + 1) * Float(count / 2))))] = true
            }
        }
        let isAround = sectors.contains { sector in sector.filter { $0 }.count >= ViewpointTest.leastFilled }
        let isBefore = aside * ViewpointTest.asideOneIn < min(points.count, ViewpointTest.sample)
        return (isBefore || isAround) && thinsOut(from: eye, points, diagonal: diagonal)
    }

    /// Whether the far points lie less densely than the near ones, as rays make them; true where all are about as far.
    private static func thinsOut(from eye: SIMD3<Float>, _ points: Coordinates, diagonal: Double) -> Bool {
        let size = diagonal / ViewpointTest.across
        guard size > 0, let map = try? VoxelMap(points, size: size) else { return false }
        var voxels = (0..<map.count).map { voxel in
            let p = points[Int(map.points(of: voxel).first!)] - eye
            return (range: (p * p).sum().squareRoot(), count: map.points(of: voxel).count)
        }
        guard voxels.count >= ViewpointTest.leastVoxels else { return true }
        voxels.sort { ($0.range, $0.count) < ($1.range, $1.count) }
        func median(_ part: ArraySlice<(range: Float, count: Int)>) -> Double {
            Double(part.map(\.count).sorted()[part.count / 2])
        }
        let third = voxels.count / 3
        let (near, far) = (voxels.prefix(third), voxels.suffix(third))
        let ranges = Double(far[far.startIndex + third / 2].range / max(1e-6, near[third / 2].range))
        return ranges < ViewpointTest.leastDepthRatio
            || median(near) > ViewpointTest.leastDensityRatio * median(far)
    }

    /// The points' middle, moved away from the viewpoint by a share of their diagonal: a scan shows the near half of a
    /// thing.
    func middle(behind share: Double) -> Vector3 {
        guard let viewpoint else { return .zero }
        return viewpoint.normalized * (-share * diagonal)
    }
}
