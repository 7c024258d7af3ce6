import LinearAlgebra
import Parallel
public import PointClouds
import SpatialSearch

/// The pose of `source` in the frame of `target`, from any start, and whether the points support it.
///
/// Candidates come from features that look alike in both clouds, from the identity and the guess given, and from the
/// clouds' axes. The best of them are refined by ICP from coarse to fine and judged by the points themselves: what
/// lies on the other cloud, what stands in space that its sensor saw to be empty, and how well the best different pose
/// does.
///
/// Poses, covariances and free motions are in the coordinates that the clouds' files have, however far from the origin
/// those are: `PointCloud.origin` is part of them.
///
/// Lengths are taken from the clouds: the coarse scale is twice the larger point spacing or a sixtieth of the smaller
/// cloud, whichever is more. Same input, same bytes, for any number of threads.
///
/// - Complexity: O(*n* log *n*) in the points; features, matches and candidates are bounded.
public func align(
    _ source: PointCloud, to target: PointCloud, options: AlignmentOptions = AlignmentOptions()
) throws(AlignmentError) -> Alignment {
    let prepared = parallelMap(0..<2, threads: options.threads) { PreparedCloud($0 == 0 ? source : target) }
    return try align(prepared[0], to: prepared[1], options: options)
}

/// The edge of the finest voxels that ``align(_:to:options:)`` would use for these clouds, in metres: the scale at
/// which another program's result compares with ours.
///
/// - Throws: as `align` does, where nothing can be aligned with the clouds.
public func finestVoxel(
    aligning source: PointCloud, to target: PointCloud, options: AlignmentOptions = AlignmentOptions()
) throws(AlignmentError) -> Double {
    let prepared = parallelMap(0..<2, threads: options.threads) { PreparedCloud($0 == 0 ? source : target) }
    return try PoseSearch.prepared(prepared[0], prepared[1], options).search.fine.source.voxel
}

/// Of clouds that are prepared already: each of many scans meets all others.
func align(
    _ source: PreparedCloud, to target: PreparedCloud, options: AlignmentOptions
) throws(AlignmentError) -> Alignment {
    let (search, frames) = try PoseSearch.prepared(source, target, options)
    let found =
        switch options.search {
        case .everywhere(let guess): search.everywhere(guess: guess.map(frames.centered))
        case .near: search.nearby()
        case .evaluate: search.evaluation()
        }
    var result = Alignment(found, in: frames, method: options.method)
    // To the last bit as it was given.
    if case .evaluate(let pose) = options.search { result.targetFromSource = pose }
    if result.status != .converged, let hint = hintOfScale(source, target) { result.reasons.append(hint) }
    return result
}

extension PoseSearch {
    /// A search over two clouds, which of them moves, and the way back to their own coordinates.
    fileprivate static func prepared(
        _ source: PreparedCloud, _ target: PreparedCloud, _ options: AlignmentOptions
    ) throws(AlignmentError) -> (search: PoseSearch, frames: SearchFrames) {
        try source.check(as: "source")
        try target.check(as: "target")
        try checkUnits(source, target)
        do {
            let samples = try SearchScales.coarseSamples(of: source, target, threads: options.threads)
            // The cloud with fewer samples moves; but locked motions are the target's.
            let isSwapped = options.search.locks.isEmpty && samples.source.count > samples.target.count
            let frames = SearchFrames(source, target, isSwapped: isSwapped)
            let scales = try SearchScales(
                frames.moving, frames.fixed, coarse: isSwapped ? (samples.target, samples.source) : samples, options)
            return (PoseSearch(frames, scales, options), frames)
        } catch {
            throw .voxel(error)
        }
    }
}

extension PreparedCloud {
    /// Fewer points than this have no surface to speak of.
    private static let leastPoints = 10

    /// Refuses what nothing can be aligned with.
    func check(as name: String) throws(AlignmentError) {
        guard points.count >= Self.leastPoints else { throw .tooFewPoints(name: name, count: points.count) }
        guard diagonal > 0, spacing > 0 else { throw .noExtent(name: name) }
        guard !isStraight else { throw .onALine(name: name) }
    }
}

/// Ratios of two clouds' extents that tell something about their units.
private enum ExtentRatio {
    /// Metres beside millimetres, 1 : 1000, of clouds that show up to 2.5 times as much of a thing as the other.
    static let thousandfold = 400.0..<2500
    /// From here on one of them may well be in inches.
    static let suspicious = 20.0
}

private func checkUnits(_ source: PreparedCloud, _ target: PreparedCloud) throws(AlignmentError) {
    if ExtentRatio.thousandfold.contains(extentRatio(source, target)) {
        throw .unitsDiffer(source: source.diagonal, target: target.diagonal, factor: 1000)
    }
}

/// A part may well be 25 times smaller than the scene it is looked for in: only where no pose is believed is the unit a
/// likely reason.
private func hintOfScale(_ source: PreparedCloud, _ target: PreparedCloud) -> String? {
    guard extentRatio(source, target) > ExtentRatio.suspicious else { return nil }
    return AlignmentError.extentsDiffer(source: source.diagonal, target: target.diagonal).description
}

private func extentRatio(_ source: PreparedCloud, _ target: PreparedCloud) -> Double {
    max(source.diagonal, target.diagonal) / min(source.diagonal, target.diagonal)
}
