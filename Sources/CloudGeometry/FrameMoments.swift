import CKernels
import LinearAlgebra
import Parallel
import PointClouds

/// Bounds and moments to the third order of points as a frame sees them: what signs and extents are made of.
///
/// Meant for a frame near the points' centroid; moments are about the frame's origin. Partial results in one frame
/// merge by adding up.
struct FrameMoments: Equatable, Sendable {
    var count = 0
    /// The box of the points along the frame's axes; empty (+∞ … -∞) without points.
    var lower = Vector3(repeating: .infinity)
    var upper = Vector3(repeating: -.infinity)

    /// Sums over the points, in the order of `ck_frame_moments`.
    private var sums = [Double](repeating: 0, count: 19)

    /// Of all points of a cloud in the frame with `axes` (columns, given in the cloud's frame) at `origin`.
    ///
    /// - Complexity: O(n), on up to `threads` threads; the same bits for any number of them.
    init(_ points: Coordinates, axes: Matrix3, origin: Vector3, threads: Int) {
        let parts = parallelMap(blocksOf: points.count, size: 16_384, threads: threads) {
            FrameMoments(block: points, $0, axes: axes, origin: origin)
        }
        self = parts.reduce(FrameMoments()) { $0.merged(with: $1) }
    }

    private init() {}

    private init(block points: Coordinates, _ range: Range<Int>, axes: Matrix3, origin: Vector3) {
        let rows = [axes.columns.x, axes.columns.y, axes.columns.z]
        var (low, high) = ([0.0, 0, 0], [0.0, 0, 0])
        let start = range.lowerBound
        count = points.withUnsafeColumns { x, y, z in
            ck_frame_moments(
                x + start, y + start, z + start, range.count, rows.flatMap { [$0.x, $0.y, $0.z] },
                [origin.x, origin.y, origin.z], &sums, &low, &high)
        }
        (lower, upper) = (Vector3(low[0], low[1], low[2]), Vector3(high[0], high[1], high[2]))
    }

    private func merged(with other: FrameMoments) -> FrameMoments {
        var result = self
        result.count += other.count
        result.lower = pointwiseMin(lower, other.lower)
        result.upper = pointwiseMax(upper, other.upper)
        for k in sums.indices { result.sums[k] += other.sums[k] }
        return result
    }
}

extension FrameMoments {
    private func mean(_ index: Int) -> Double { sums[index] / Double(max(count, 1)) }

    var mean: Vector3 { Vector3(mean(0), mean(1), mean(2)) }

    /// The means of x², y², z².
    var squares: Vector3 { Vector3(mean(3), mean(4), mean(5)) }

    /// The means of x³, y³, z³: which side the longer tail is on.
    var cubes: Vector3 { Vector3(mean(9), mean(15), mean(18)) }

    /// The mean of qᵢ² qⱼ.
    func skewness(_ i: Int, _ j: Int) -> Double {
        mean([[9, 10, 11], [12, 15, 16], [14, 17, 18]][i][j])
    }
}
