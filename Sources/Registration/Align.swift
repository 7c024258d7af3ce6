import LinearAlgebra
import Parallel
public import PointClouds
import SpatialSearch

/// The pose of `source` in the frame of `target`, from any start, and whether the points bear it out.
///
/// Candidates come from features that look alike in both clouds, from the identity and the guess given, and from the
/// clouds' axes. The best of them are refined by ICP from coarse to fine and judged by the points themselves: what
/// lies on the other cloud, what stands in space that its sensor saw to be empty, and how the best different pose does.
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

/// Of clouds that are prepared already: each of many scans meets all others.
func align(
    _ source: PreparedCloud, to target: PreparedCloud, options: AlignmentOptions
) throws(AlignmentError) -> Alignment {
    try source.check(as: "source")
    try target.check(as: "target")
    try checkUnits(source, target)
    do {
        let search = try PoseSearch(source, target, options)
        var result: Alignment
        if options.evaluatesOnly {
            result = try search.evaluate()
        } else if options.searchesGlobally && options.locks.isEmpty {
            result = try search.run()
        } else {
            result = try search.runLocally()
        }
        if result.status != .converged, let hint = hintOfScale(source, target) { result.reasons.append(hint) }
        return result
    } catch {
        throw .voxel(error)
    }
}

extension PreparedCloud {
    /// Refuses what nothing can be aligned with.
    func check(as name: String) throws(AlignmentError) {
        guard points.count >= 10 else { throw .tooFewPoints(name: name, count: points.count) }
        guard diagonal > 0, spacing > 0 else { throw .noExtent(name: name) }
        guard !isStraight else { throw .onALine(name: name) }
    }
}

private func checkUnits(_ source: PreparedCloud, _ target: PreparedCloud) throws(AlignmentError) {
    let ratio = extentRatio(source, target)
    if ratio > 400 && ratio < 2500 {
        throw .unitsDiffer(source: source.diagonal, target: target.diagonal, factor: 1000)
    }
}

/// A part may well be 25 times smaller than the scene it is looked for in: only where no pose is believed is the unit a
/// likely reason.
private func hintOfScale(_ source: PreparedCloud, _ target: PreparedCloud) -> String? {
    guard extentRatio(source, target) > 20 else { return nil }
    return AlignmentError.extentsDiffer(source: source.diagonal, target: target.diagonal).description
}

private func extentRatio(_ source: PreparedCloud, _ target: PreparedCloud) -> Double {
    max(source.diagonal, target.diagonal) / min(source.diagonal, target.diagonal)
}
