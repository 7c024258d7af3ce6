public import Parallel
public import PointClouds
public import SpatialSearch

/// The points of a cloud that aren't far from all others, and how that was judged.
public struct OutlierRemoval: Equatable, Sendable {
    /// The points that stay, ascending.
    public internal(set) var inliers: [Int]
    /// Each point's mean distance to its neighbours in metres; NaN where it isn't finite or stands alone.
    public internal(set) var meanDistances: [Float]
    /// Metres: points whose mean distance is greater are outliers.
    public internal(set) var threshold: Double
    /// Finite points that don't stay.
    public internal(set) var outlierCount: Int
}

/// Finds points whose neighbours are unusually far away.
///
/// A point is an outlier if the mean distance to its `neighbors` nearest others is above the cloud's mean of that by
/// more than `deviations` standard deviations (Rusu et al. 2008). Points that aren't finite never stay.
///
/// - Parameters:
///   - points: the cloud.
///   - tree: a tree over `points`, if there is one already.
///   - neighbors: the nearest other points, of whose distances the mean is taken.
///   - deviations: how many standard deviations above the cloud's mean that may be.
///   - threads: how many cores to use; the result doesn't depend on it.
/// - Complexity: O(*n* (*k* + log *n*)) on average.
public func statisticalOutliers(
    of points: Coordinates, tree: KDTree? = nil, neighbors: Int = 20, deviations: Double = 2,
    threads: Int = availableThreads
) -> OutlierRemoval {
    let tree = tree ?? KDTree(points, threads: threads)
    precondition(tree.pointCount == points.count, "the tree holds other points than these")
    var means = [Float](repeating: .nan, count: points.count)
    means.withSharedElements { means in
        // One more: the point is its own nearest.
        tree.forEachNeighborhood(neighbors + 1, threads: threads) { index, neighborhood in
            guard neighborhood.count > 1 else { return }
            var sum = 0.0
            for neighbor in neighborhood { sum += Double(neighbor.squaredDistance).squareRoot() }
            means[index] = Float(sum / Double(neighborhood.count - 1))
        }
    }

    // In the order of the points, about a first mean: the same for any number of threads, and nothing cancels.
    var (count, sum) = (0.0, 0.0)
    for mean in means where !mean.isNaN { (count, sum) = (count + 1, sum + Double(mean)) }
    let mean = sum / count
    var squares = 0.0
    for value in means where !value.isNaN { squares += (Double(value) - mean) * (Double(value) - mean) }
    let deviation = count > 1 ? (squares / (count - 1)).squareRoot() : 0
    let threshold = count > 0 ? mean + deviations * deviation : 0

    var result = OutlierRemoval(inliers: [], meanDistances: means, threshold: threshold, outlierCount: 0)
    for index in points.indices where points.isFinite(at: index) {
        if Double(means[index]) <= threshold {
            result.inliers.append(index)
        } else {
            result.outlierCount += 1
        }
    }
    return result
}

extension PointCloud {
    /// The cloud without the points whose neighbours are unusually far away, and without those that aren't finite.
    ///
    /// See ``statisticalOutliers(of:tree:neighbors:deviations:threads:)``, which also says which points these are. Origin,
    /// viewpoint and fields stay; an image becomes a list of points.
    ///
    /// - Parameters:
    ///   - neighbors: the nearest other points, of whose distances the mean is taken.
    ///   - deviations: how many standard deviations above the cloud's mean that may be.
    ///   - threads: how many cores to use; the result doesn't depend on it.
    /// - Complexity: O(*n* (*k* + log *n*)) on average.
    public func removingOutliers(
        neighbors: Int = 20, deviations: Double = 2, threads: Int = availableThreads
    ) -> PointCloud {
        let found = statisticalOutliers(
            of: positions, neighbors: neighbors, deviations: deviations, threads: threads)
        return selecting(found.inliers)
    }
}
