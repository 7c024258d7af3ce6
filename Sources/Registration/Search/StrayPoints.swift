import CloudGeometry
import Glibc
import PointClouds
import SpatialSearch

/// Points that lie about in space rather than on a surface, many enough to be in the way.
///
/// A few are no harm. Where there are many, the distances to a point's neighbours fall into two classes, which Otsu's
/// threshold (1979) parts, and around those of the sparse class points lie in all three directions. On a surface they
/// don't, however sparse: a lidar's far rings stay.
enum StrayPoints {
    /// Neighbours that are looked at.
    static let neighbors = 16
    /// As many points as tell whether there are strays at all.
    static let sample = 8000
    /// Of a cloud with strays at most about so many points are kept, more than any search asks for.
    static let most = 1_000_000
    /// How much sparser the sparse class is, in the logarithm, and how far from flat: of uniform strays 0.6 to 1.4 and
    /// 0.16 where they are half of all, 0.3 to 1.1 and 0.17 or more where they are four fifths; of surfaces alone, scanned
    /// or sampled, mostly below 0.6 and up to 0.13, and of the noisiest 0.25 and 0.16.
    static let evident: (contrast: Double, variation: Float) = (0.6, 0.135)
    static let numerous: (contrast: Double, variation: Float) = (0.3, 0.168)

    /// The points that aren't strays; nil if there are no strays to speak of.
    static func others(_ points: Coordinates) -> [Int]? {
        let step = max(1, points.count / sample)
        let few = step == 1 ? points : points[stride(from: 0, to: points.count, by: step).map { $0 }]
        guard few.count >= 500 else { return nil }
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
        let asked = Array(stride(from: 0, to: points.count, by: (points.count + most - 1) / most))
        let some = asked.count == points.count ? points : points[asked]
        let all = logDistances(some, KDTree(some, threads: 1))
        guard let threshold = OtsuThreshold(all)?.threshold else { return nil }
        return asked.indices.filter { all[$0] <= threshold }.map { asked[$0] }
    }

    /// Of each point's mean distance to its neighbours.
    private static func logDistances(_ points: Coordinates, _ tree: KDTree) -> [Float] {
        statisticalOutliers(of: points, tree: tree, neighbors: neighbors, threads: 1).meanDistances
            .map { $0 > 0 ? logf($0) : -.infinity }
    }
}

/// The threshold that parts numbers into two classes with means as far apart, for their sizes, as can be.
private struct OtsuThreshold {
    var threshold: Float
    /// The difference of the classes' means.
    var contrast: Double

    /// Nil where there is nothing to part. Numbers that aren't finite have no say.
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
