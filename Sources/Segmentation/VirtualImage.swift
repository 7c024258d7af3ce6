import LinearAlgebra
import PointClouds
import SpatialSearch

extension RangeImage {
    /// The image that a virtual camera takes of loose points: from their viewpoint when all lie in front of it, else
    /// from far above what is flat about them.
    ///
    /// Points of a scan that lost its grid find their pixels again; others get pixels that hold about three points.
    init?(points cloud: PointCloud, options: SegmentationOptions) {
        let seen = Self.camera(of: cloud, options: options)
        guard let camera = seen ?? Self.cameraAbove(cloud) else { return nil }
        let (rays, kept) = Self.rays(of: cloud, camera: camera, options: options)
        guard kept.count >= 64, let grid = PixelGrid(rays.a, rays.b, threads: options.threads) else { return nil }
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
            guard rays.d[k] > 0.97 * nearest[pixel] else { continue }
            sums[pixel] += SIMD4(Double(rays.a[k]), Double(rays.b[k]), Double(rays.d[k]), 1)
        }
        a = sums.map { $0.w > 0 ? Float($0.x / $0.w) : 0 }
        b = sums.map { $0.w > 0 ? Float($0.y / $0.w) : 0 }
        d = sums.map { $0.w > 0 ? Float($0.z / $0.w) : 0 }
        (width, height) = (grid.width, grid.height)
        cloudFromCamera = camera
        focal = 1 / grid.pitch
        layout = seen == nil ? .loose : .virtualImage
        fillHoles(grid)
        for (k, index) in kept.enumerated() where rays.d[k] <= 0.97 * nearest[Int(pixels[index])] {
            pixels[index] = nearestInDepth(to: rays.d[k], around: Int(pixels[index]))
        }
        (pointOfPixel, pixelOfPoint) = (points, pixels)
    }

    private static func rays(
        of cloud: PointCloud, camera: RigidTransform, options: SegmentationOptions
    ) -> (rays: (a: [Float], b: [Float], d: [Float]), kept: [Int]) {
        let inward = camera.inverse
        let crop = CropTest(options, of: cloud)
        var rays: (a: [Float], b: [Float], d: [Float]) = ([], [], [])
        var kept: [Int] = []
        for index in cloud.positions.indices where cloud.positions.isFinite(at: index) {
            let p = inward * Vector3(cloud.positions[index])
            guard p.z > 1e-6, crop.accepts(cloud.positions[index]) else { continue }
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
        guard valid.count >= 64 else { return nil }
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
            translation: mean + up * (8 * reach.squareRoot()))
    }

    /// Gives pixels without a point the mean of their neighbours when most of them lie on one surface.
    private mutating func fillHoles(_ grid: PixelGrid) {
        let old = d
        for row in 1..<max(1, height - 1) {
            for column in 1..<max(1, width - 1) where old[row * width + column] == 0 {
                var (count, sum, low, high): (Float, Float, Float, Float) = (0, 0, .infinity, 0)
                for r in row - 1...row + 1 {
                    for c in column - 1...column + 1 where old[r * width + c] > 0 {
                        count += 1
                        sum += old[r * width + c]
                        low = min(low, old[r * width + c])
                        high = max(high, old[r * width + c])
                    }
                }
                guard count >= 5, high - low < 0.02 * high else { continue }
                let i = row * width + column
                d[i] = sum / count
                (a[i], b[i]) = grid.center(column: column, row: row)
            }
        }
    }

    private func nearestInDepth(to depth: Float, around pixel: Int) -> Int32 {
        let (row, column) = (pixel / width, pixel % width)
        var best: (pixel: Int32, difference: Float) = (-1, 0.03 * depth)
        for r in max(0, row - 2)...min(height - 1, row + 2) {
            for c in max(0, column - 2)...min(width - 1, column + 2) where d[r * width + c] > 0 {
                let difference = abs(d[r * width + c] - depth)
                if difference < best.difference { best = (Int32(r * width + c), difference) }
            }
        }
        return best.pixel
    }
}

/// Square pixels over the directions of a scan's rays.
struct PixelGrid {
    var width: Int
    var height: Int
    /// The tangent's step from pixel to pixel.
    var pitch: Float
    private var left: Float
    private var top: Float

    init?(_ a: [Float], _ b: [Float], threads: Int) {
        guard let left = a.min(), let right = a.max(), let top = b.min(), let bottom = b.max() else { return nil }
        let extent = max(right - left, bottom - top)
        guard extent > 0, extent.isFinite else { return nil }
        // The area that is covered, on a coarse grid, shared out among the points.
        let coarse = extent / 96
        guard coarse.isNormal else { return nil }
        var isCovered = [Bool](repeating: false, count: 128 * 128)
        for k in a.indices { isCovered[Int((a[k] - left) / coarse) * 128 + Int((b[k] - top) / coarse)] = true }
        let covered = isCovered.count { $0 }
        let spacing = coarse * (Float(covered) / Float(a.count)).squareRoot()
        let lattice = Self.latticePitch(a, threads: threads).flatMap { u in
            Self.latticePitch(b, threads: threads).map { (u + $0) / 2 }
        }
        if let lattice, lattice > 0.85 * spacing, lattice < 1.5 * spacing {
            pitch = lattice
        } else {
            pitch = 1.7 * spacing
        }
        guard pitch.isNormal, extent / pitch < 1e6 else { return nil }
        self.left = left
        self.top = top
        width = Int(((right - left) / pitch).rounded()) + 1
        height = Int(((bottom - top) / pitch).rounded()) + 1
        // Far outliers stretch the image: coarser pixels then.
        while width * height > 4 * a.count + 65_536 {
            pitch *= 1.5
            width = Int(((right - left) / pitch).rounded()) + 1
            height = Int(((bottom - top) / pitch).rounded()) + 1
        }
        guard width >= 8, height >= 8 else { return nil }
    }

    func pixel(_ a: Float, _ b: Float) -> Int {
        let column = min(width - 1, max(0, Int(((a - left) / pitch).rounded())))
        let row = min(height - 1, max(0, Int(((b - top) / pitch).rounded())))
        return row * width + column
    }

    func center(column: Int, row: Int) -> (Float, Float) {
        (left + Float(column) * pitch, top + Float(row) * pitch)
    }

    /// The step between the columns that the values fall into; nil when they don't.
    private static func latticePitch(_ values: [Float], threads: Int) -> Float? {
        var sorted = values
        radixSort(&sorted, threads: threads)
        let range = sorted[sorted.count - 1] - sorted[0]
        let resolution = max(range * 1e-5, 1e-7)
        var steps: [Float] = []
        var previous = sorted[0]
        for value in sorted {
            if value - previous > resolution * 8 { steps.append(value - previous) }
            previous = value
        }
        guard steps.count >= 16, steps.count < values.count / 8 else { return nil }
        guard let step = steps.median() else { return nil }
        let columns = (range / step).rounded()
        guard columns >= 16 else { return nil }
        let pitch = range / columns
        // Each step must be a whole number of pitches.
        let uneven = steps.filter { abs(($0 / pitch) - ($0 / pitch).rounded()) > 0.1 }
        return uneven.count * 20 < steps.count ? pitch : nil
    }
}
