/// Candidates counted by what became of them.
public struct GraspTally: Equatable, Sendable {
    /// How many were looked at.
    public var candidates: Int
    /// How many a reason stopped, each candidate at the first.
    public var rejected: [GraspRejection: Int]

    /// Counts of candidates; nothing counted by default.
    public init(candidates: Int = 0, rejected: [GraspRejection: Int] = [:]) {
        (self.candidates, self.rejected) = (candidates, rejected)
    }

    mutating func reject(_ reason: GraspRejection, _ count: Int = 1) {
        rejected[reason, default: 0] += count
    }

    /// Adds up two counts.
    public static func += (left: inout Self, right: Self) {
        left.candidates += right.candidates
        left.rejected.merge(right.rejected, uniquingKeysWith: +)
    }

    /// The reasons that stopped any candidate, in the order of the tests.
    public var counts: [(reason: GraspRejection, count: Int)] {
        GraspRejection.allCases.compactMap { reason in rejected[reason].map { (reason, $0) } }
    }
}
