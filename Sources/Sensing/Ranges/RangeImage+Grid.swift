import LinearAlgebra
import Parallel
import PointClouds

extension RangeImage {
    /// Pixels that an image has along each side: a smaller one has no neighbourhoods.
    static let leastSide = 8
    /// Metres before the camera at which a point counts as before it.
    static let leastDepth = 1e-6

    /// The image that an organised cloud is.
    init?(grid cloud: PointCloud, crop: CropTest, threads: Int) {
        guard cloud.isOrganized, min(cloud.width, cloud.height) >= Self.leastSide,
            let camera = Self.camera(of: cloud)
        else { return nil }
        let count = cloud.count
        var a = [Float](repeating: 0, count: count)
        var b = a
        var d = a
        let rotation = camera.rotation
        let origin = SIMD3<Float>(camera.translation)
        let right = SIMD3<Float>(rotation.column(0))
        let down = SIMD3<Float>(rotation.column(1))
        let ahead = SIMD3<Float>(rotation.column(2))
        let positions = cloud.positions
        let leastDepth = Float(Self.leastDepth)
        withSharedElements(&a, &b, &d) { a, b, d in
            forEachBlock(of: count, size: 16384, threads: threads) { _, range in
                for i in range {
                    let p = positions[i] - origin
                    let z = (p * ahead).sum()
                    // NaN fails the first test.
                    guard z > leastDepth, z < .infinity, crop.accepts(positions[i]) else { continue }
                    let inverse = 1 / z
                    a[i] = (p * right).sum() * inverse
                    b[i] = (p * down).sum() * inverse
                    d[i] = inverse
                }
            }
        }
        self.init(
            width: cloud.width, height: cloud.height, a: a, b: b, d: d, pointOfPixel: nil, pixelOfPoint: nil,
            cloudFromCamera: camera, focal: 1)
        guard let focal = gridFocal() else { return nil }
        self.focal = focal
    }

    /// Pixels per unit of the rays' tangents, from the grid's neighbours: the median over samples in about 64 rows, each
    /// over four columns.
    private func gridFocal() -> Float? {
        let leastSamples = 16
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
        guard steps.count >= leastSamples, let step = steps.median() else { return nil }
        return step > 1e-6 ? 1 / step : nil
    }
}
