import PointClouds

/// Where nearly all points of a cloud are: the box from the 2nd to the 98th percentile of each axis.
///
/// What lies many times further out, a single wild measurement say, is none of the object, and would take the digits of
/// all other coordinates.
struct PercentileBox {
    private static let low = 0.02
    private static let high = 0.98
    /// Points that percentiles are taken of; more change them by less than a part's own edges do.
    private static let sampleCount = 4000
    /// A point further from the middle than so many diagonals is an outlier: what a camera or a lidar measures of a scene
    /// is within a few.
    private static let farthest = 20.0

    /// The medians.
    private let middle: SIMD3<Float>
    /// Of the box, in metres.
    let diagonal: Double

    /// Nil where there is no extent.
    init?(of points: Coordinates, _ indices: some RandomAccessCollection<Int>) {
        guard !indices.isEmpty else { return nil }
        let chosen = stride(from: 0, to: indices.count, by: max(1, indices.count / Self.sampleCount))
            .map { indices[indices.index(indices.startIndex, offsetBy: $0)] }
        func range(_ column: [Float]) -> (middle: Float, length: Double) {
            let sorted = chosen.map { column[$0] }.sorted()
            let last = Double(sorted.count - 1)
            return (
                sorted[sorted.count / 2],
                Double(sorted[Int(Self.high * last)]) - Double(sorted[Int(Self.low * last)])
            )
        }
        let (x, y, z) = (range(points.x), range(points.y), range(points.z))
        middle = SIMD3(x.middle, y.middle, z.middle)
        diagonal = (x.length * x.length + y.length * y.length + z.length * z.length).squareRoot()
        guard diagonal > 0 else { return nil }
    }

    /// Whether a point isn't far out of the box.
    func isNear(_ point: SIMD3<Float>) -> Bool {
        let d = point - middle
        return Double(max(abs(d.x), abs(d.y), abs(d.z))) <= Self.farthest * diagonal
    }
}
