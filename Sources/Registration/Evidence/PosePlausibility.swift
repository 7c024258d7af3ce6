import Glibc

/// What is weighed to say whether a pose is the right one, and how likely that makes it.
///
/// A log-linear model over six measures of the points, each of which counts in the direction that it must: more in
/// common, closer together, fewer surfaces that cross, less in empty space, held more firmly. Its weights are
/// fitted to pairs with known truth by multinomial regression over the candidates of each pair, one alternative always
/// being that none of them is right.
public struct PosePlausibility: Equatable, Sendable {
    /// Of the samples balanced over the surfaces' directions, the share that lies on the other cloud: the lesser of both
    /// clouds', 0…1.
    public internal(set) var overlap = 0.0
    /// The number of all samples that lie together, of the cloud with fewer of them.
    public internal(set) var support = 0.0
    /// Root mean square distance across the surface, as a share of the distance within which samples count as lying on
    /// it: 0.58 is what chance gives.
    public internal(set) var residual = 1.0
    /// Of the samples near the other cloud's, the share that lies within twice the distance of it with a similar normal:
    /// surfaces that only cross or pass one another don't. The lesser of both clouds', 0…1.
    public internal(set) var conformity = 0.0
    /// The share of samples that would stand in seen empty space, never quite 0.
    public internal(set) var contradiction = 1.0
    /// How firmly the surfaces in common hold the freest of six motions, 0…1.
    public internal(set) var hold = 0.0
    /// How many motions the surfaces leave free.
    public internal(set) var freeMotions = 0

    init() {}

    /// Samples in empty space that are nothing unusual: three in a thousand, and one more.
    private static let usualContradiction = 0.003

    /// - Parameter balanced: of samples balanced over the surfaces' directions.
    init(balanced: PoseEvidence, hold: Double, freeMotions: Int) {
        let share = balanced.overlap
        overlap = min(share.source, share.target)
        support = min(share.source * Double(balanced.sizes.source), share.target * Double(balanced.sizes.target))
        let near = balanced.conformity
        conformity = min(near.source, near.target)
        residual = balanced.residual / balanced.distance
        let lying = Double(balanced.source.lying + balanced.target.lying)
        let free = Double(balanced.source.free + balanced.target.free)
        contradiction = (free + Self.usualContradiction * lying + 1) / (lying + free + 1)
        self.hold = hold
        self.freeMotions = freeMotions
    }

    /// What keeps the logarithm of a measure finite at 0: about the smallest difference that means something.
    /// Tests/Benchmarks/fit-plausibility.py has the same.
    enum Offset {
        static let support = 10.0
        static let residual = 0.05
        static let conformity = 0.02
        static let hold = 0.02
    }

    /// The logarithm of how many times likelier this pose is to be right than none of those that were found: an
    /// order among poses of one pair; what chance reaches differs from pair to pair.
    public var logOdds: Double {
        let w = Weights.fitted
        return logOddsOfContact + w.hold * log(hold + Offset.hold) - w.freeMotions * Double(freeMotions)
    }

    /// As ``logOdds``, of the pose up to the motions that its surfaces leave free or hardly hold.
    var logOddsOfContact: Double {
        guard overlap > 0 else { return -.infinity }
        let w = Weights.fitted
        return -w.none + w.support * log(support + Offset.support) - w.residual * log(residual + Offset.residual)
            + w.conformity * log(conformity + Offset.conformity) - w.contradiction * log(contradiction)
    }

    /// The probability that a pose is right whose log odds are `logOdds` and `lead` above those of the best different
    /// pose.
    ///
    /// The lead says more than the odds: the wrong poses of a pair show what chance reaches on it.
    static func probability(logOdds: Double, lead: Double) -> Double {
        let v = ProbabilityWeights.fitted
        let odds = max(-largestCounted, min(largestCounted, logOdds))
        let root = max(0, min(largestCounted, lead)).squareRoot()
        return 1 / (1 + exp(-v.bias - v.odds * odds - v.rootOfLead * root))
    }

    /// Log odds and leads beyond this say no more: of pairs with truth there are too few so far out.
    private static let largestCounted = 6.0
}

extension PosePlausibility {
    /// How much each measure counts in the log odds; ``fitted`` are those that are used.
    struct Weights: Equatable {
        /// Of the alternative that none of the poses is right.
        var none: Double
        /// Of the logarithms of the measures that bear these names.
        var support, residual, conformity, contradiction, hold: Double
        /// Of each motion that is left free.
        var freeMotions: Double
    }

    /// How the probability follows from the log odds and from the square root of their lead, by logistic regression.
    struct ProbabilityWeights: Equatable {
        var bias, odds, rootOfLead: Double
    }
}
