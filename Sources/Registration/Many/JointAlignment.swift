public import LinearAlgebra

/// The poses of many scans in one frame, and what supports them. All of it is in the coordinates that the scans' files
/// have.
public struct JointAlignment: Sendable {
    /// Converged where every scan is placed; ambiguous where alignments or scans contradict each other and nothing
    /// tells which alignment is wrong; not converged where a scan is not placed.
    public var status: AlignmentStatus
    /// The scan in whose frame the poses are: the first of the largest group.
    public var frame: Int
    /// For each scan its pose in that frame; nil for scans that no believed alignment joins to it.
    public var poses: [RigidTransform?]
    /// Scans that believed alignments join, the group of ``frame`` first, then by their first scans.
    public var groups: [[Int]]
    /// Every pair of scans, in the order of the scans.
    public var pairs: [Pair]

    /// Two scans, and what their alignment contributes.
    public struct Pair: Sendable {
        /// The place of the one scan, from 0.
        public var source: Int
        /// The place of the other, in whose frame ``alignment`` is.
        public var target: Int
        /// Nil where the two can't be aligned at all.
        public var alignment: Alignment?
        /// What became of the alignment.
        public var outcome: Outcome
        /// How much it counts in the poses, 0…1: less the further it is off from what the others say.
        public var weight = 0.0
        /// Whether the pose was looked for only near the one that the other pairs imply: such a pair makes the poses more
        /// exact, but doesn't count as support for them.
        public var isGuided = false
        /// Whether other kept pairs join the two scans as well, so that a wrong alignment would show.
        public var isChecked = false
        /// At the joint poses, of the samples of either scan that lie on the other or in space that the other's sensor saw
        /// to be empty, the share that lies on it; nil for scans in different groups, where neither sensor's place is
        /// known, and where there are next to none.
        public var agreement: Double?
        /// How far the pair's own alignment and the joint poses lie apart: the root mean square over the surface that
        /// both scans show, in metres. Nil where the scans are in different groups.
        public var disagreement: Double?
        /// Why it isn't kept, in words.
        public var reasons: [String] = []

        /// Whether one of the scans would stand where the other saw empty space. At true poses the agreement measured 1;
        /// what moves in a scene may leave 0.99.
        public var isContradicted: Bool { agreement.map { $0 < Self.leastAgreement } ?? false }
        private static let leastAgreement = 0.97

        /// By the scans' places, counted from 1, such as 2–5.
        public var name: String { "\(target + 1)–\(source + 1)" }
    }

    /// What became of a pair's alignment.
    public enum Outcome: String, Sendable {
        /// It takes part in the poses.
        case kept
        /// Believed by itself, but outvoted by the others.
        case rejected
        /// Left out, though it is supported as well as a pair that was kept.
        case undecided
        /// Not believed by itself.
        case unused
    }
}

extension JointAlignment {
    /// The root mean square of ``Pair/disagreement`` over the kept pairs of a scan; nil where it has none.
    public func disagreement(ofScan scan: Int) -> Double? {
        let all = pairs.filter { $0.outcome == .kept && ($0.source == scan || $0.target == scan) }
            .compactMap(\.disagreement)
        return all.isEmpty ? nil : (all.reduce(0) { $0 + $1 * $1 } / Double(all.count)).squareRoot()
    }
}
