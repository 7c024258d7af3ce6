import PointClouds

/// Where nearly all points of a cloud are, from the 2nd to the 98th percentile of each axis.
///
/// What lies many times further out, a single wild measurement say, is none of the object, and would take the digits of
/// all other coordinates.
struct Bulk {
    /// The medians.
    private let middle: SIMD3<Float>
    /// Of the box between the percentiles, in metres.
    let diagonal: Double

    /// Nil where there is no extent.
    init?(of points: Coordinates, _ indices: some RandomAccessCollection<Int>) {
        guard !indices.isEmpty else { return nil }
        // Every so many points: percentiles need no more.
        let chosen = stride(from: 0, to: indices.count, by: max(1, indices.count / 4000))
            .map { indices[indices.index(indices.startIndex, offsetBy: $0)] }
        func range(_ column: [Float]) -> (middle: Float, length: Double) {
            let sorted = chosen.map { column[$0] }.sorted()
            let last = Double(sorted.count - 1)
            return (
                sorted[sorted.count / 2], Double(sorted[Int(0.98 * last)]) - Double(sorted[Int(0.02 * last)])
            )
        }
        let (x, y, z) = (range(points.x), range(points.y), range(points.z))
        middle = SIMD3(x.middle, y.middle, z.middle)
        diagonal = (x.length * x.length + y.length * y.length + z.length * z.length).squareRoot()
        guard diagonal > 0 else { return nil }
    }

    /// Whether a point is no further out than twenty times the whole.
    func holds(_ point: SIMD3<Float>) -> Bool {
        let d = point - middle
        return Double(max(abs(d.x), abs(d.y), abs(d.z))) <= 20 * diagonal
    }
}
