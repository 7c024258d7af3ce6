public import PointClouds

/// The poses of many scans of one thing or place, given in any order and each in a frame of its own, in the frame of
/// one of them.
///
/// Every pair is aligned by itself; those that are believed (status converged) become the edges of a ``PoseGraph``,
/// whose loops tell wrong edges from right ones; an edge that no loop checks has to be the more probable, the more
/// scans there are. Groups that only ambiguous pairs join are brought together where the poses of two such pairs agree,
/// and in one way only. Pairs that then lie together but are not believed by themselves, because their surfaces are
/// ambiguous or have little in common, are aligned from where they lie: they make the poses more exact, but have no
/// vote. Scans that nothing joins are not placed, and scans that would stand in space that others saw to be empty are
/// named: a wrong edge that no loop checks shows in them.
///
/// Poses are in the coordinates that the scans' files have. Same input, same bytes, for any number of threads.
///
/// - Complexity: *n* (*n* − 1) / 2 alignments for *n* scans, as many at a time as there are threads: meant for up to
///   some tens of scans.
/// - Throws: ``AlignmentError/tooFewScans(count:)``; what is wrong with single scans is in the pairs' reasons.
public func align(
    _ scans: [PointCloud], options: JointAlignmentOptions = JointAlignmentOptions()
) throws(AlignmentError) -> JointAlignment {
    guard scans.count >= 2 else { throw .tooFewScans(count: scans.count) }
    return JointSearch(scans, options).run()
}
