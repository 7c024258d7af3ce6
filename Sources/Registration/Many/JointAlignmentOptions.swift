public import Parallel

/// How to align many scans; the defaults come from the scans themselves.
public struct JointAlignmentOptions: Sendable {
    /// Whether the scans lie nearly right in one frame already, so that every pair is aligned from there; otherwise
    /// each pair's pose is looked for anywhere.
    public var areNearlyAligned: Bool
    /// The error that ICP minimises.
    public var method: AlignmentMethod
    /// The edge of the finest voxels that take part, in metres; nil: from the scans' own spacing.
    public var voxel: Double?
    /// How errors are weighted in the last refinement; nil: see ``AlignmentOptions/kernel``.
    public var kernel: RobustKernel?
    /// The share of the closest pairs that ICP takes, 0…1: less than 1 trims what two scans don't have in common.
    public var keptShare: Double
    /// How many cores to use; the result doesn't depend on it.
    public var threads: Int

    /// Everything at its default but what is named.
    public init(
        areNearlyAligned: Bool = false, method: AlignmentMethod = .symmetric, voxel: Double? = nil,
        kernel: RobustKernel? = nil, keptShare: Double = 1, threads: Int = availableThreads
    ) {
        (self.areNearlyAligned, self.method, self.voxel) = (areNearlyAligned, method, voxel)
        (self.kernel, self.keptShare, self.threads) = (kernel, keptShare, threads)
    }

    /// For a pair of the scans.
    func pair(_ search: AlignmentOptions.Search, threads: Int) -> AlignmentOptions {
        AlignmentOptions(
            search: search, method: method, voxel: voxel, kernel: kernel, keptShare: keptShare, threads: threads)
    }
}
