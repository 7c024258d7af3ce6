public import SpatialSearch

/// What keeps two clouds from being aligned at all.
public enum AlignmentError: Error, Equatable, CustomStringConvertible {
    /// `name` is "source" or "target".
    case tooFewPoints(name: String, count: Int)
    /// All valid points lie on one spot.
    case noExtent(name: String)
    /// All valid points lie on one line.
    case onALine(name: String)
    /// Extents, in metres, in a ratio that units explain: `factor` is the larger over the smaller.
    case unitsDiffer(source: Double, target: Double, factor: Double)
    /// Extents, in metres, so far apart that the smaller cloud may be anywhere in the larger, or in another unit.
    case extentsDiffer(source: Double, target: Double)
    /// ``AlignmentOptions/voxel`` doesn't suit the clouds.
    case voxel(VoxelGridError)
    /// Of many scans.
    case tooFewScans(count: Int)

    public var description: String {
        switch self {
        case .tooFewPoints(let name, let count):
            "the \(name) has \(count) valid points; registration needs 10 at least, and 100 in common for a pose to be believed"
        case .noExtent(let name):
            "all points of the \(name) lie on one spot; check its unit and its fields"
        case .onALine(let name):
            "all points of the \(name) lie on one line, which has no surface to align; check its fields"
        case .unitsDiffer(let source, let target, let factor):
            "the source is \(rounded(source)) m across, the target \(rounded(target)) m: about 1 : \(rounded(factor)); "
                + "one of them is likely in another unit, convert it first"
        case .extentsDiffer(let source, let target):
            "the source is \(rounded(source)) m across, the target \(rounded(target)) m: if they show the same thing, one of "
                + "them is in another unit (an inch is 25.4 mm, a metre 39.4 inches), convert it first; else crop the larger to "
                + "where the smaller may be"
        case .voxel(let error): "\(error)"
        case .tooFewScans(let count): "\(count) scan\(count == 1 ? "" : "s") can't be aligned; give two at least"
        }
    }

    private func rounded(_ value: Double) -> Double {
        value >= 1 ? (value * 10).rounded() / 10 : (value * 10000).rounded() / 10000
    }
}
