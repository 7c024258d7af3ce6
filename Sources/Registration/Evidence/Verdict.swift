import Glibc
import LinearAlgebra

/// Whether the points support a pose.
struct Verdict: Sendable {
    var status = AlignmentStatus.notConverged
    var reasons: [String] = []
    /// See ``Alignment/probability``; nil if the clouds don't compare.
    var probability: Double?
    var margin: Double?

    /// Whether the clouds compare at all: otherwise what is measured of the pose means nothing.
    var isMeasured: Bool { probability != nil }

    /// A pose this probable is converged.
    static let believed = 0.8

    /// So far ahead of another pose, in the logarithm of the odds, that it isn't nearly as good any more: with less, the
    /// odds between the two alone leave neither probable enough.
    static let clearLead = log(believed / (1 - believed))
    /// Where both clouds lie on one another to this share, nearly the whole is explained …
    static let wholeOverlap = 0.8
    /// … and a pose that explains less than this share of that is no rival: two plates of three fit, too, after half a
    /// turn.
    static let rivalOverlap = 0.85
    /// Where no other pose was looked for: about as far ahead as the right pose of a common pair.
    static let unknownLead = 3.0

    /// Share of the samples that contradict where it is worth a word.
    static let contradicted = 0.002
    /// Where both clouds are scans, of the samples whose place the other sensor measured, the share that lies on its
    /// surface: measured 0.9 and more at true poses.
    static let leastExplained = 0.5
    /// Residuals beyond this share of the distance are what a pose is doubted for: 0.58 is by chance.
    static let loose = 0.43
    /// What lies "on" a cloud means nothing where the distance isn't small beside the cloud.
    static let largestDistance = 0.05
    /// The share of one cloud at least that lies on the other: of less, no pairs with truth told.
    static let leastOverlap = 0.1
    /// Samples of each cloud that lie on the other: fewer fit somewhere in any large cloud.
    static let leastSupport = 100

    private let isFree: Bool
    private let bestOdds: Double
    private let bestOverlap: Double

    /// - Parameters:
    ///   - best: the likeliest pose.
    ///   - rivals: the best different poses; nil where none was looked for.
    ///   - released: where ICP goes from a pose that was given, or that locks hold.
    ///   - distance: within which samples lie on the other cloud, as a share of the smaller cloud's size.
    ///   - bothSeen: whether both clouds are scans from one place.
    ///   - freeMotions: of the best pose.
    init(
        _ best: Finalist, rivals: [Finalist]?, released: Finalist? = nil, distance: Double, bothSeen: Bool,
        freeMotions: Int
    ) {
        let evidence = best.evidence
        isFree = freeMotions > 0
        bestOverlap = best.plausibility.overlap
        // Up to what is free: a wall that lies on a wall is found, though not where along itself.
        bestOdds = isFree ? best.plausibility.logOddsOfContact : best.plausibility.logOdds
        if evidence.source.lying + evidence.target.lying == 0 {
            reasons.append(
                rivals == nil
                    ? "the clouds don't touch at this pose, nor near it; start nearer, or let it be looked for everywhere"
                    : "no pose was found at which the clouds touch")
        } else if distance > Self.largestDistance {
            reasons.append(
                "the clouds compare only to \(distance.asPercent) of the smaller one's size: one of them is too coarse or "
                    + "too noisy beside the other")
        } else if evidence.support < Self.leastSupport {
            reasons.append("only \(evidence.support) samples lie together, too few to be believed")
        } else {
            let lead = rivals.map { bestOdds - ($0.filter(explainsAsMuch).map(odds).max() ?? -.infinity) }
            let isContested = lead.map { $0 < Self.clearLead } ?? false
            // A part that is nearly symmetric fits well in either pose: never more than the odds between the two allow.
            let probability = min(
                PosePlausibility.probability(logOdds: bestOdds, lead: lead ?? Self.unknownLead),
                1 / (1 + exp(-(lead ?? Self.unknownLead))))
            self.probability = isFree ? 0 : probability
            if let lead, lead.isFinite { margin = max(0, 1 - exp(-lead)) }
            if max(evidence.overlap.source, evidence.overlap.target) < Self.leastOverlap {
                reasons = [Self.lowOverlap(evidence)]
            } else if let released, Self.isFarBetter(released, than: best) {
                self.probability = 0
                reasons = [Self.betterNearby(released, best)]
            } else if probability >= Self.believed {
                status = .converged
            } else if bestOdds > 0 && (isContested || isFree) {
                status = .ambiguous
            } else {
                reasons = Self.doubts(evidence, bothSeen: bothSeen)
            }
            if isFree && status != .notConverged {
                status = .ambiguous
                reasons.append(
                    "the surfaces in common leave \(freeMotions) motion\(freeMotions == 1 ? "" : "s") free")
            }
            if isContested && status == .ambiguous { reasons.append("another pose does nearly as well") }
        }
    }

    /// Whether a different pose may well be the right one instead.
    func isRival(_ candidate: Finalist) -> Bool {
        odds(candidate) > bestOdds - Self.clearLead && explainsAsMuch(candidate)
    }

    private func explainsAsMuch(_ candidate: Finalist) -> Bool {
        bestOverlap < Self.wholeOverlap || candidate.plausibility.overlap > Self.rivalOverlap * bestOverlap
    }

    private func odds(_ candidate: Finalist) -> Double {
        isFree ? candidate.plausibility.logOddsOfContact : candidate.plausibility.logOdds
    }

    /// Whether surfaces lie on one another much better where nothing holds the pose.
    private static func isFarBetter(_ released: Finalist, than best: Finalist) -> Bool {
        released.plausibility.logOddsOfContact > best.plausibility.logOddsOfContact + clearLead
    }

    private static func betterNearby(_ released: Finalist, _ best: Finalist) -> String {
        let turn = Quaternion(rotation: released.pose.rotation * best.pose.rotation.transposed).rotationVector.length
        let shift = (released.pose.translation - best.pose.translation).length
        let degrees = (turn * 1800 / .pi).rounded() / 10
        return "the clouds lie far closer together \(degrees)° and \(shift.millimeters(rounded: 1)) mm from this pose"
    }

    /// What keeps a pose from being believed, in words.
    private static func doubts(_ evidence: PoseEvidence, bothSeen: Bool) -> [String] {
        var reasons: [String] = []
        let against = evidence.source.free + evidence.target.free
        if evidence.agreement < 1 - contradicted {
            reasons.append("\(against) samples would stand where the other scan saw empty space")
        }
        if bothSeen && evidence.explained < leastExplained {
            reasons.append(
                "only \(evidence.explained.asPercent) of the samples whose place both sensors measured lie together")
        }
        if reasons.isEmpty {
            let isLoose = evidence.residual > loose * evidence.distance
            reasons.append(isLoose ? looseness(evidence) : lowOverlap(evidence))
        }
        return reasons
    }

    private static func looseness(_ evidence: PoseEvidence) -> String {
        "the surfaces in common lie too loosely to be believed: \(evidence.residual.millimeters(rounded: 1)) mm off by root"
            + " mean square, where \(evidence.distance.millimeters(rounded: 1)) mm still count"
    }

    private static func lowOverlap(_ evidence: PoseEvidence) -> String {
        "overlap too low to be believed: \(evidence.overlap.source.asPercent) and "
            + "\(evidence.overlap.target.asPercent) of the samples lie on the other cloud"
    }
}
