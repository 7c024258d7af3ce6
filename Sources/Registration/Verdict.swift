/// Whether the points bear a pose out.
struct Verdict: Sendable {
    var status: AlignmentStatus
    var margin: Double
    var reasons: [String] = []

    /// The share of the smaller cloud that must lie on the other, contradictions subtracted.
    static let leastScore = 0.18
    /// How much worse the best different pose must do.
    static let leastMargin = 0.12
    /// Lying points among these and the contradicting ones. True poses of static scenes measured above 0.999; what
    /// moves (traffic) leaves 0.99.
    static let leastAgreement = (plain: 0.998, firm: 0.985)

    init(_ evidence: PoseEvidence, margin: Double, _ constraints: Constraints, freeMotions: Int) {
        self.margin = margin
        let holding = constraints.motions.first?.holding ?? 0
        // Where every motion is held by much of the surface and nothing else comes near, some contradiction is
        // movement in the scene.
        let isFirm = holding > 0.05 && margin > 0.4
        let agreement = isFirm ? Self.leastAgreement.firm : Self.leastAgreement.plain
        if evidence.source.lying + evidence.target.lying == 0 {
            reasons.append("no pose was found at which the clouds touch")
        } else if evidence.agreement < agreement {
            reasons.append(
                "\(evidence.source.free + evidence.target.free) samples would stand where the other scan saw empty space"
            )
        }
        if evidence.score < Self.leastScore {
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
        if margin < Self.leastMargin {
            reasons.append("another pose does nearly as well")
        }
        status = reasons.isEmpty ? .converged : .ambiguous
    }
}

private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
