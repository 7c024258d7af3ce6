/// Whether the points bear a pose out.
struct Verdict: Sendable {
    var status: AlignmentStatus
    /// Whether the clouds compare at all: otherwise what is measured of the pose means nothing.
    var isMeasured = true
    var reasons: [String] = []

    /// The share of the smaller cloud that must lie on the other, contradictions subtracted: less where no different pose
    /// comes anywhere near.
    static let leastScore = (plain: 0.18, alone: 0.1)
    /// The margin of a pose that is alone.
    static let alone = 0.8
    /// How much worse the best different pose must do.
    static let leastMargin = 0.1
    /// The same between two scans, each of which shows another part of the thing: of two views of a symmetric one, the
    /// right pose may cover less than the wrong.
    static let leastMarginOfScans = 0.25
    /// Lying points among these and the contradicting ones. True poses of static scenes measured above 0.999; what
    /// moves (traffic) leaves 0.975.
    static let leastAgreement = (plain: 0.998, firm: 0.97)

    /// Where both clouds are scans, of the samples whose place the other sensor measured, so many must lie on its
    /// surface: measured 0.9 and more at true poses.
    static let leastExplained = 0.5

    /// How much speaks for a pose at least: what it brings together × how closely × the share of it that is explained.
    /// Pairs with nothing in common reach 0.16 where they touch at all distances alike, but then other poses touch as
    /// well; true poses of few points in common come down to 0.11.
    static let leastBelief = (loose: 0.16, close: 0.1)

    /// What lies "on" a cloud means nothing where the distance isn't small beside the cloud.
    static let largestDistance = 0.05
    /// Samples of each cloud that lie on the other: fewer fit somewhere in any large cloud.
    static let leastSupport = 100
    /// The share of one cloud at least that lies on the other.
    static let leastOverlap = 0.1

    /// Residuals below this share of the distance aren't met by chance.
    static let close = 0.36

    /// - Parameters:
    ///   - evidence: of all samples.
    ///   - even: of samples balanced over the surfaces' directions.
    ///   - margin: how much worse the best different pose does; nil where none was looked at.
    ///   - distance: within which samples lie on the other cloud, as a share of the smaller cloud's size.
    ///   - closeness: the lying samples' residual as a share of the distance; 0.58 is by chance.
    init(
        _ evidence: PoseEvidence, even: PoseEvidence, margin: Double?, distance: Double, closeness: Double,
        bothSeen: Bool, assumedViewpoint: Bool = false, freeMotions: Int
    ) {
        let margin = margin ?? 1
        // Where no motion is free and nothing else comes near, some contradiction is movement in the scene if the surfaces
        // lie closely otherwise, or, where no file states the viewpoint, that it isn't quite one.
        let isFirm =
            freeMotions == 0 && even.agreement > 0.955
            && (closeness < Self.close && margin > 0.5 || assumedViewpoint && margin > Self.alone)
        let agreement = isFirm ? Self.leastAgreement.firm : Self.leastAgreement.plain
        if evidence.source.lying + evidence.target.lying == 0 {
            reasons.append("no pose was found at which the clouds touch")
        } else if evidence.agreement < agreement {
            reasons.append(
                "\(evidence.source.free + evidence.target.free) samples would stand where the other scan saw empty space"
            )
        } else if bothSeen && evidence.explained < Self.leastExplained {
            reasons.append(
                "only \(percent(evidence.explained)) of the samples whose place both sensors measured lie together")
        }
        if distance > Self.largestDistance {
            isMeasured = false
            reasons.append(
                "the clouds compare only to \(percent(distance)) of the smaller one's size: one of them is too coarse or "
                    + "too noisy beside the other")
        } else if reasons.isEmpty && evidence.support < Self.leastSupport {
            isMeasured = false
            reasons.append("only \(evidence.support) samples lie together, too few to be believed")
        }
        let belief = (evidence.weight + even.weight) / 2 * (1 - closeness) * evidence.explained
        let isAlone = margin > Self.alone
        let least = closeness < Self.close || isAlone ? Self.leastBelief.close : Self.leastBelief.loose
        let overlap = max(evidence.overlap.source, evidence.overlap.target)
        if evidence.score < (isAlone ? Self.leastScore.alone : Self.leastScore.plain) || overlap < Self.leastOverlap
            || (reasons.isEmpty && belief < least)
        {
            reasons.append(
                "overlap too low to be believed: \(percent(evidence.overlap.source)) and "
                    + "\(percent(evidence.overlap.target)) of the samples lie on the other cloud")
        }
        guard reasons.isEmpty else {
            status = .notConverged
            return
        }
        if freeMotions > 0 {
            reasons.append("the surfaces in common leave \(freeMotions) motion\(freeMotions == 1 ? "" : "s") free")
        }
        if margin < (bothSeen ? Self.leastMarginOfScans : Self.leastMargin) {
            reasons.append("another pose does nearly as well")
        }
        status = reasons.isEmpty ? .converged : .ambiguous
    }
}

private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
