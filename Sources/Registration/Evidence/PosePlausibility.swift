import Glibc

/// What is weighed to say whether a pose is the right one, and how likely that makes it.
///
/// A log-linear model over six measures of the points, each of which speaks the way it must: more in common, closer
/// together, fewer surfaces that cross, less in empty space, firmer held. Its weights were fitted by multinomial
/// regression to the candidates of 1518 pairs with known truth, one alternative always being that none of the candidates
/// is right (`Tests/Benchmarks/fit-plausibility.py`).
public struct PosePlausibility: Equatable, Sendable {
    /// Of the samples balanced over the surfaces' directions, the share that lies on the other cloud: the lesser of both
    /// clouds', 0…1.
    public internal(set) var overlap = 0.0
    /// All samples that lie together, of the cloud with fewer of them.
    public internal(set) var support = 0.0
    /// Root mean square distance across the surface, as a share of the distance within which samples count as lying on
    /// it: 0.58 is what chance gives.
    public internal(set) var residual = 1.0
    /// Of the samples near the other cloud's, the share that lies within twice the distance of it, and as it faces:
    /// surfaces that only cross or pass one another don't. The lesser of both clouds', 0…1.
    public internal(set) var conformity = 0.0
    /// The share of samples that would stand in seen empty space, never quite 0.
    public internal(set) var contradiction = 1.0
    /// How firmly the surfaces in common hold the freest of six motions, 0…1.
    public internal(set) var hold = 0.0
    /// Motions that the surfaces leave free.
    public internal(set) var freeMotions = 0

    init() {}

    /// - Parameter even: of samples balanced over the surfaces' directions.
    init(even: PoseEvidence, hold: Double, freeMotions: Int) {
        let share = even.overlap
        overlap = min(share.source, share.target)
        support = min(share.source * Double(even.sizes.source), share.target * Double(even.sizes.target))
        let near = even.conformity
        conformity = min(near.source, near.target)
        residual = even.residual / even.distance
        let lying = Double(even.source.lying + even.target.lying)
        let free = Double(even.source.free + even.target.free)
        // Three in a thousand, and one more, are nothing unusual.
        contradiction = (free + 0.003 * lying + 1) / (lying + free + 1)
        self.hold = hold
        self.freeMotions = freeMotions
    }

    /// The logarithm of how many times likelier this pose is to be right than none of those that were found: an
    /// order among poses of one pair; what chance reaches differs from pair to pair.
    public var logOdds: Double { logOddsOfContact + 1.06 * log(hold + 0.02) - 3.6 * Double(freeMotions) }

    /// As ``logOdds``, of the pose up to the motions that its surfaces leave free or hardly hold.
    var logOddsOfContact: Double {
        guard overlap > 0 else { return -.infinity }
        return -24.28 + 1.61 * log(support + 10) - 9.44 * log(residual + 0.05) + 5.21 * log(conformity + 0.02)
            - 1.5 * log(contradiction)
    }

    /// The probability that a pose is right whose log odds are `logOdds` and `lead` above those of the best different
    /// pose.
    ///
    /// The lead says more than the odds: the wrong poses of a pair show what chance reaches on it. Fitted by logistic
    /// regression to the same pairs.
    static func probability(logOdds: Double, lead: Double) -> Double {
        let odds = max(-6, min(6, logOdds))
        return 1 / (1 + exp(2.98 - 0.58 * odds - 2.04 * max(0, min(6, lead)).squareRoot()))
    }
}
