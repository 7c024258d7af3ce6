import CKernels
public import LinearAlgebra
public import Parallel
public import PointClouds

/// Number, mean and centred second moments of points: what a mean and a covariance are made of.
///
/// Partial results of chunks, threads or machines merge into that of the whole. Each block of points is summed in
/// Float64 about a point of its own, and blocks merge by their means (Chan, Golub and LeVeque 1979), so that neither the
/// number of points nor their distance from the origin costs digits: the covariance is right to 1e-13 of its largest
/// eigenvalue.
public struct Moments: Equatable, Sendable {
    /// Points that took part.
    public var count = 0
    /// Points passed over, because one of their coordinates isn't a finite number.
    public var invalidCount = 0
    /// Σ (p - mean)(p - mean)ᵀ, in m².
    public var scatter = SymmetricMatrix3.zero

    // One of the points, and the mean as seen from there: 5,000 km out a mean of Float64 is only good to a nanometre,
    // and the squares of such errors between blocks would show in the covariance.
    private var anchor = Vector3.zero
    private var meanFromAnchor = Vector3.zero

    /// Of no points at all.
    public init() {}

    /// Of all points of a cloud, in one pass.
    ///
    /// - Complexity: O(n), on up to `threads` threads; the same bits for any number of them.
    public init(_ points: Coordinates, threads: Int = availableThreads) {
        // Of a size to fit the second-level cache when a block with invalid points is read again.
        let parts = parallelMap(blocksOf: points.count, size: 16_384, threads: threads) {
            Moments(block: points, $0)
        }
        self = parts.reduce(Moments()) { $0.merged(with: $1) }
    }

    /// Of some of a cloud's points.
    ///
    /// - Precondition: the indices are those of points.
    public init(_ points: Coordinates, at indices: some Collection<Int>, threads: Int = availableThreads) {
        self.init(points[indices], threads: threads)
    }

    /// The centroid in metres; zero without points.
    public var mean: Vector3 { anchor + meanFromAnchor }

    /// What one pass over both sets of points would have given.
    public func merged(with other: Moments) -> Moments {
        var result = Moments()
        result.invalidCount = invalidCount + other.invalidCount
        result.count = count + other.count
        (result.anchor, result.meanFromAnchor, result.scatter) =
            count > 0 ? (anchor, meanFromAnchor, scatter) : (other.anchor, other.meanFromAnchor, other.scatter)
        guard count > 0 && other.count > 0 else { return result }
        let (own, others, all) = (Double(count), Double(other.count), Double(result.count))
        let shift = (other.anchor - anchor) + (other.meanFromAnchor - meanFromAnchor)
        result.meanFromAnchor += shift * (others / all)
        result.scatter = scatter + other.scatter + SymmetricMatrix3(outer: shift) * (own * others / all)
        return result
    }

    /// The mean of (p - mean)(p - mean)ᵀ, in m²: divided by n, as the second moment of what is there, not by n - 1.
    public var covariance: SymmetricMatrix3 { count > 0 ? scatter / Double(count) : .zero }
}

extension Moments {
    private init(block points: Coordinates, _ range: Range<Int>) {
        self.init()
        invalidCount = range.count
        guard let first = range.first(where: { points.isFinite(at: $0) }) else { return }
        anchor = Vector3(points[first])
        var sums = [Double](repeating: 0, count: 9)
        let start = range.lowerBound
        count = points.withUnsafeColumns { x, y, z in
            ck_moments(x + start, y + start, z + start, range.count, [anchor.x, anchor.y, anchor.z], &sums)
        }
        invalidCount -= count
        meanFromAnchor = Vector3(sums[0], sums[1], sums[2]) / Double(count)
        scatter =
            SymmetricMatrix3(xx: sums[3], xy: sums[4], xz: sums[5], yy: sums[6], yz: sums[7], zz: sums[8])
            - SymmetricMatrix3(outer: meanFromAnchor) * Double(count)
    }
}
