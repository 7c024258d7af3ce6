import LinearAlgebra
import PointClouds

/// What the virtual camera's image is made by.
private enum VirtualImageLimits {
    /// Points below which there is no image.
    static let leastPoints = 64
    /// The relative difference of inverse depth within which a point belongs to a neighbouring pixel's surface.
    static let neighbourSurface: Float = 0.03
    /// How many pixels away that may be: the point's own pixel is at an edge, and the next one may be a hole.
    static let neighbourReach = 2
    /// Of eight neighbours those that must have a point for a hole to be filled, and the relative spread of their
    /// inverse depths within which they are one surface.
    static let neighboursOfHole: Float = 5
    static let spreadAboutHole: Float = 0.02
    /// Distance of the camera above loose points, in radii of the cloud: far enough that rays are all but parallel.
    static let distanceAbove = 8.0
}

extension RangeImage {
    /// Of a pixel's nearest inverse depth: points with less lie on another surface behind (3 % of the depth is more than
    /// one surface spans within a pixel).
    static let sameSurfaceInPixel: Float = 0.97

    /// The image that a virtual camera takes of loose points: from their viewpoint when all lie in front of it, else
    /// from far above what is flat about them.
    ///
    /// Points of a scan that lost its grid find their pixels again; others get pixels that hold about three points.
    init?(points cloud: PointCloud, crop: CropTest, threads: Int) {
        let seen = Self.camera(of: cloud)
        guard let camera = seen ?? Self.cameraAbove(cloud) else { return nil }
        let (rays, kept) = Self.rays(of: cloud, camera: camera, crop: crop)
        guard kept.count >= VirtualImageLimits.leastPoints, let grid = PixelGrid(rays.a, rays.b, threads: threads)
        else { return nil }
        let count = grid.width * grid.height
        var sums = [SIMD4<Double>](repeating: .zero, count: count)
        var nearest = [Float](repeating: 0, count: count)
        var points = [Int32](repeating: -1, count: count)
        var pixels = [Int32](repeating: -1, count: cloud.count)
        for (k, index) in kept.enumerated() {
            let pixel = grid.pixel(rays.a[k], rays.b[k])
            pixels[index] = Int32(pixel)
            if rays.d[k] > nearest[pixel] {
                nearest[pixel] = rays.d[k]
                points[pixel] = Int32(index)
            }
        }
        // A pixel on an edge sees the nearer surface; what lies well behind it is left to be found by its neighbours.
        for (k, index) in kept.enumerated() {
            let pixel = Int(pixels[index])
            guard rays.d[k] > Self.sameSurfaceInPixel * nearest[pixel] else { continue }
            sums[pixel] += SIMD4(Double(rays.a[k]), Double(rays.b[k]), Double(rays.d[k]), 1)
        }
        a = sums.map { $0.w > 0 ? Float($0.x / $0.w) : 0 }
        b = sums.map { $0.w > 0 ? Float($0.y / $0.w) : 0 }
        d = sums.map { $0.w > 0 ? Float($0.z / $0.w) : 0 }
        (width, height) = (grid.width, grid.height)
        cloudFromCamera = camera
        focal = 1 / grid.pitch
        layout = seen == nil ? .loose : .virtualImage
        fillHoles()
        for (k, index) in kept.enumerated()
        where rays.d[k] <= Self.sameSurfaceInPixel * nearest[Int(pixels[index])] {
            pixels[index] = nearestInDepth(to: rays.d[k], around: Int(pixels[index]))
        }
        (pointOfPixel, pixelOfPoint) = (points, pixels)
    }

    private static func rays(
        of cloud: PointCloud, camera: RigidTransform, crop: CropTest
    ) -> (rays: (a: [Float], b: [Float], d: [Float]), kept: [Int]) {
        let inward = camera.inverse
        var rays: (a: [Float], b: [Float], d: [Float]) = ([], [], [])
        var kept: [Int] = []
        for index in cloud.positions.indices where cloud.positions.isFinite(at: index) {
            let p = inward * Vector3(cloud.positions[index])
            guard p.z > leastDepth, crop.accepts(cloud.positions[index]) else { continue }
            rays.a.append(Float(p.x / p.z))
            rays.b.append(Float(p.y / p.z))
            rays.d.append(Float(1 / p.z))
            kept.append(index)
        }
        return (rays, kept)
    }

    /// A camera far off along the direction of least spread, on the side to which things stick out.
    private static func cameraAbove(_ cloud: PointCloud) -> RigidTransform? {
        let valid = cloud.positions.indices.filter { cloud.positions.isFinite(at: $0) }
        guard valid.count >= VirtualImageLimits.leastPoints else { return nil }
        let mean = valid.reduce(Vector3.zero) { $0 + Vector3(cloud.positions[$1]) } / Double(valid.count)
        var spread = SymmetricMatrix3.zero
        for index in valid { spread += SymmetricMatrix3(outer: Vector3(cloud.positions[index]) - mean) }
        let eigen = spread.eigen()
        let axes = eigen.vectors
        var up = axes.column(2)
        var skew = 0.0
        var reach = 0.0
        for index in valid {
            let offset = Vector3(cloud.positions[index]) - mean
            let height = offset.dot(up)
            skew += height * height * height
            reach = max(reach, offset.squaredLength)
        }
        if skew < 0 { up = up * -1 }
        guard reach > 0 else { return nil }
        let ahead = up * -1
        let right = axes.column(0)
        return RigidTransform(
            rotation: Matrix3(columns: right, ahead.cross(right), ahead),
            translation: mean + up * (VirtualImageLimits.distanceAbove * reach.squareRoot()))
    }

    /// Gives pixels without a point what lies midway between their neighbours when most of these lie on one surface.
    mutating func fillHoles() {
        let old = d
        for row in 1..<max(1, height - 1) {
            for column in 1..<max(1, width - 1) where old[row * width + column] == 0 {
                let i = row * width + column
                let around = [
                    i - width - 1, i - width, i - width + 1, i - 1, i + 1, i + width - 1, i + width, i + width + 1,
                ]
                var (count, low, high): (Float, Float, Float) = (0, .infinity, 0)
                for j in around where old[j] > 0 {
                    count += 1
                    (low, high) = (min(low, old[j]), max(high, old[j]))
                }
                guard count >= VirtualImageLimits.neighboursOfHole,
                    high - low < VirtualImageLimits.spreadAboutHole * high
                else { continue }
                // Of five in eight two at least lie opposite each other: their mean is the middle.
                var (sum, n) = (SIMD3<Float>.zero, Float(0))
                for k in 0..<4 where old[around[k]] > 0 && old[around[7 - k]] > 0 {
                    for j in [around[k], around[7 - k]] { sum += SIMD3(a[j], b[j], old[j]) }
                    n += 2
                }
                (a[i], b[i], d[i]) = (sum.x / n, sum.y / n, sum.z / n)
            }
        }
    }

    func nearestInDepth(to depth: Float, around pixel: Int) -> Int32 {
        let (row, column) = (pixel / width, pixel % width)
        var best: (pixel: Int32, difference: Float) = (-1, VirtualImageLimits.neighbourSurface * depth)
        let reach = VirtualImageLimits.neighbourReach
        for r in max(0, row - reach)...min(height - 1, row + reach) {
            for c in max(0, column - reach)...min(width - 1, column + reach) where d[r * width + c] > 0 {
                let difference = abs(d[r * width + c] - depth)
                if difference < best.difference { best = (Int32(r * width + c), difference) }
            }
        }
        return best.pixel
    }
}
