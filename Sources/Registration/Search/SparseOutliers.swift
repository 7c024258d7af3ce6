import CloudGeometry
import Glibc
import PointClouds
import SpatialSearch

/// Outliers in space rather than on a surface, numerous enough to disturb a search.
///
/// A few do no harm. Where there are many, the mean distances to a point's neighbours fall into two classes, which
/// Otsu's threshold (1979) separates, and around those of the sparse class points lie in all three directions. On a
/// surface they don't, however sparse: a lidar's far rings stay.
enum SparseOutliers {
    /// Neighbours that are looked at.
    private static let neighbors = 16
    /// As many points as tell whether there are outliers at all; with fewer than the least the classes mean nothing.
    private static let sample = 8000
    private static let leastPoints = 500
    /// Of a cloud with outliers at most about so many points are kept, more than any search asks for.
    private static let mostKept = 1_000_000
    /// How much sparser the sparse class is, as a logarithm, and how far from flat (surface variation): of uniform
    /// outliers 0.6 to 1.4 and 0.16 where they are half of all, 0.3 to 1.1 and 0.17 or more where they are four fifths; of
    /// surfaces alone, scanned or sampled, mostly below 0.6 and up to 0.13, and of the noisiest 0.25 and 0.16.
    private static let evident: (contrast: Double, variation: Float) = (0.6, 0.135)
    private static let numerous: (contrast: Double, variation: Float) = (0.3, 0.168)

    /// The indices of the points that aren't outliers; nil if there are too few outliers to matter.
    static func inliers(_ points: Coordinates) -> [Int]? {
        let step = max(1, points.count / sample)
        let few = step == 1 ? points : points[stride(from: 0, to: points.count, by: step).map { $0 }]
        guard few.count >= leastPoints else { return nil }
        let tree = KDTree(few, threads: 1)
        let distances = logDistances(few, tree)
        guard let split = OtsuThreshold(distances), split.contrast >= numerous.contrast else { return nil }
        let variation = surfaceNormals(
            of: few, tree: tree, options: NormalOptions(neighbors: neighbors + 1, threads: 1)
        ).surfaceVariation
        let sparse = few.indices.filter { distances[$0] > split.threshold }.map { variation[$0] }
            .filter { !$0.isNaN }.sorted()
        let least = split.contrast >= evident.contrast ? evident.variation : numerous.variation
        guard !sparse.isEmpty, sparse[sparse.count / 2] >= least else { return nil }
        guard step > 1 else { return few.indices.filter { distances[$0] <= split.threshold } }
        let asked = Array(stride(from: 0, to: points.count, by: (points.count + mostKept - 1) / mostKept))
        let chosen = asked.count == points.count ? points : points[asked]
        let all = logDistances(chosen, KDTree(chosen, threads: 1))
        guard let threshold = OtsuThreshold(all)?.threshold else { return nil }
        return asked.indices.filter { all[$0] <= threshold }.map { asked[$0] }
    }

    /// Of each point's mean distance to its neighbours.
    private static func logDistances(_ points: Coordinates, _ tree: KDTree) -> [Float] {
        statisticalOutliers(of: points, tree: tree, neighbors: neighbors, threads: 1).meanDistances
            .map { $0 > 0 ? logf($0) : -.infinity }
    }
}

/// The threshold that splits numbers into two classes of the largest variance between them (Otsu 1979).
private struct OtsuThreshold {
    var threshold: Float
    /// The difference of the classes' means.
    var contrast: Double

    /// Nil where all numbers are equal. Those that aren't finite don't count.
    init?(_ values: [Float]) {
        let sorted = values.filter(\.isFinite).sorted()
        guard let first = sorted.first, let last = sorted.last, first < last else { return nil }
        let total = sorted.reduce(0) { $0 + Double($1) }
        var best = (between: 0.0, count: 1, sum: Double(first))
        var sum = 0.0
        for (i, value) in sorted.dropLast().enumerated() {
            sum += Double(value)
            let (n, m) = (Double(i + 1), Double(sorted.count - i - 1))
            let difference = sum / n - (total - sum) / m
            let between = n * m * difference * difference
            if between > best.between { best = (between, i + 1, sum) }
        }
        threshold = sorted[best.count - 1]
        contrast = (total - best.sum) / Double(sorted.count - best.count) - best.sum / Double(best.count)
    }
}
