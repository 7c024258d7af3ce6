import Glibc
import LinearAlgebra
import Parallel
import PointClouds
import SpatialSearch

/// A single-view scan as an image: for each pixel the direction of its ray and the inverse of its depth.
///
/// With the ray through a point p at `(a, b, 1) · z` and `d = 1 / z`, the plane n·p = k is
/// `d = (n.x a + n.y b + n.z) / k`: linear in (a, b). Sensors that triangulate (Kinect's kind, stereo) have a noise of
/// one size all over d, so that one threshold holds near and far.
struct RangeImage {
    var width: Int
    var height: Int
    /// Tangents of the ray's direction: right and down in the image.
    var a: [Float]
    var b: [Float]
    /// Inverse depth, 1/m; 0 where there is no point.
    var d: [Float]
    /// For each pixel the index of its point, −1 where there is none; nil when pixel i is point i.
    var pointOfPixel: [Int32]?
    /// For each point its pixel, −1 for points left out; nil when point i is pixel i.
    var pixelOfPoint: [Int32]?
    /// cloudFromCamera: z looks along the image's axis.
    var cloudFromCamera: RigidTransform
    /// Pixels a unit of `a` or `b`.
    var focal: Float
    var layout = SegmentationDiagnostics.Layout.grid

    var count: Int { width * height }

    /// A pixel's point in the camera's frame.
    func point(_ pixel: Int) -> SIMD3<Float> {
        SIMD3(a[pixel], b[pixel], 1) / d[pixel]
    }
}

extension RangeImage {
    /// The image that an organised cloud is.
    init?(grid cloud: PointCloud, options: SegmentationOptions) {
        guard cloud.isOrganized, cloud.width >= 8, cloud.height >= 8,
            let camera = Self.camera(of: cloud, options: options)
        else { return nil }
        let count = cloud.count
        var a = [Float](repeating: 0, count: count)
        var b = a
        var d = a
        let crop = CropTest(options, of: cloud)
        let rotation = camera.rotation
        let origin = SIMD3<Float>(camera.translation)
        let right = SIMD3<Float>(rotation.column(0))
        let down = SIMD3<Float>(rotation.column(1))
        let ahead = SIMD3<Float>(rotation.column(2))
        a.withUnsafeMutableBufferPointer { a in
            b.withUnsafeMutableBufferPointer { b in
                d.withUnsafeMutableBufferPointer { d in
                    nonisolated(unsafe) let (a, b, d) = (a, b, d)
                    let positions = cloud.positions
                    forEachBlock(of: count, size: 16384, threads: options.threads) { _, range in
                        for i in range {
                            let p = positions[i] - origin
                            let z = (p * ahead).sum()
                            // NaN fails the first test.
                            guard z > 1e-6, z < .infinity, crop.accepts(positions[i]) else { continue }
                            let inverse = 1 / z
                            a[i] = (p * right).sum() * inverse
                            b[i] = (p * down).sum() * inverse
                            d[i] = inverse
                        }
                    }
                }
            }
        }
        self.init(
            width: cloud.width, height: cloud.height, a: a, b: b, d: d, pointOfPixel: nil, pixelOfPoint: nil,
            cloudFromCamera: camera, focal: 1)
        guard let focal = gridFocal() else { return nil }
        self.focal = focal
    }

    /// A camera frame at the viewpoint that has every point in front of it: the sensor's own if that looks along its
    /// z, else one turned towards the points' mean direction; nil when the points surround the viewpoint.
    static func camera(of cloud: PointCloud, options: SegmentationOptions) -> RigidTransform? {
        let step = max(1, cloud.count / 4096)
        let own = cloud.localViewpoint
        let inward = own.inverse
        var sampled = 0
        var ahead = 0
        var mean = Vector3.zero
        var directions: [Vector3] = []
        for i in stride(from: 0, to: cloud.count, by: step) where cloud.positions.isFinite(at: i) {
            let p = Vector3(cloud.positions[i])
            let direction = (p - own.translation).normalized
            guard direction.squaredLength > 0.5 else { continue }
            sampled += 1
            if (inward * p).z > 0.2 * (p - own.translation).length { ahead += 1 }
            mean += direction
            directions.append(direction)
        }
        guard sampled >= 16, !isFarOff(own.translation, from: cloud, step: step) else { return nil }
        if ahead == sampled { return own }
        let axis = mean.normalized
        guard mean.length > 0.3 * Double(sampled), directions.allSatisfy({ $0.dot(axis) > 0.25 }) else { return nil }
        // Down in the image is the sensor's −z when that is upright (robots' frames), else any perpendicular.
        let upright = own.rotation * Vector3(0, 0, 1)
        let side = abs(axis.dot(upright)) < 0.95 ? axis.cross(upright).normalized : axis.anyPerpendicular
        let down = axis.cross(side)
        return RigidTransform(rotation: Matrix3(columns: side, down, axis), translation: own.translation)
    }

    /// Whether the viewpoint is none: a map's zero, hundreds of kilometres from its points.
    private static func isFarOff(_ viewpoint: Vector3, from cloud: PointCloud, step: Int) -> Bool {
        let points = stride(from: 0, to: cloud.count, by: step).lazy.map { cloud.positions[$0] }
        let (low, high) = points.filter { ($0.x + $0.y + $0.z).isFinite }.reduce(
            (SIMD3<Float>(repeating: .infinity), SIMD3<Float>(repeating: -.infinity))
        ) { (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1)) }
        let extent = (Vector3(high) - Vector3(low)).length
        return !((Vector3(low) - viewpoint).length < 1000 * extent)
    }

    /// Pixels per unit of the rays' tangents, from the grid's neighbours: the median over samples.
    private func gridFocal() -> Float? {
        var steps: [Float] = []
        let stepRow = max(1, height / 64)
        for row in stride(from: 0, to: height, by: stepRow) {
            for column in stride(from: 0, to: width - 4, by: 9) {
                let i = row * width + column
                guard d[i] > 0, d[i + 4] > 0 else { continue }
                let (da, db) = (a[i + 4] - a[i], b[i + 4] - b[i])
                steps.append((da * da + db * db).squareRoot() / 4)
            }
        }
        guard steps.count >= 16, let step = steps.median() else { return nil }
        return step > 1e-6 ? 1 / step : nil
    }
}

/// The crop and the range of the options, in the cloud's stored coordinates.
struct CropTest {
    private var low = SIMD3<Float>(repeating: -.infinity)
    private var high = SIMD3<Float>(repeating: .infinity)
    private var sensor = SIMD3<Float>.zero
    private var largestSquare = Float.infinity

    init(_ options: SegmentationOptions, of cloud: PointCloud) {
        if let crop = options.crop {
            low = SIMD3<Float>(crop.min - cloud.origin)
            high = SIMD3<Float>(crop.max - cloud.origin)
        }
        // Without a range the sensor has no say: it may lie beyond measure.
        if options.maximumRange.isFinite {
            sensor = SIMD3<Float>(cloud.localViewpoint.translation)
            largestSquare = Float(options.maximumRange * options.maximumRange)
        }
    }

    @inline(__always)
    func accepts(_ point: SIMD3<Float>) -> Bool {
        let away = point - sensor
        return (away * away).sum() <= largestSquare && all(point .>= low) && all(point .<= high)
    }
}
