import Glibc
import LinearAlgebra
import Testing

@testable import Registration

@Suite struct VerdictTests {
    private func finalist(_ evidence: PoseEvidence, hold: Double = 0.2, freeMotions: Int = 0) -> Finalist {
        Finalist(
            judged: JudgedPose(
                refined: RefinedPose(pose: .identity), evidence: evidence, balanced: evidence, worth: 1),
            plausibility: PosePlausibility(balanced: evidence, hold: hold, freeMotions: freeMotions))
    }

    @Test func tooFewSamplesOrTooLittleInCommonAreNotBelieved() {
        func verdict(lying: (Int, Int), of total: (Int, Int)) -> Verdict {
            var evidence = PoseEvidence()
            (evidence.source.lying, evidence.source.total) = (lying.0, total.0)
            (evidence.target.lying, evidence.target.total) = (lying.1, total.1)
            (evidence.source.near, evidence.source.touching) = (lying.0, lying.0)
            (evidence.target.near, evidence.target.touching) = (lying.1, lying.1)
            evidence.sizes = total
            evidence.squaredResidual = 0.04 * Double(lying.0 + lying.1)
            let best = finalist(evidence)
            return Verdict(best, rivals: nil, distance: 0.01, bothSeen: false, freeMotions: 0)
        }
        #expect(verdict(lying: (900, 900), of: (1000, 1000)).status == .converged)
        let few = verdict(lying: (40, 45), of: (50, 50))
        #expect(few.status == .notConverged && !few.isMeasured)
        #expect(few.reasons.contains { $0.contains("only 40 samples lie together") }, "\(few.reasons)")
        // Twenty times the smaller cloud's number lies on it, and next to none of the smaller on the larger.
        let thin = verdict(lying: (120, 20_000), of: (2000, 400_000))
        #expect(thin.status == .notConverged)
        #expect(thin.reasons.contains { $0.contains("overlap too low") }, "\(thin.reasons)")
    }

    /// A street is never still: some contradiction doesn't outweigh surfaces that lie closely where no other pose does.
    @Test func moreInCommonMoreCloselyAndFartherAheadIsMoreProbable() {
        func verdict(
            against: Int = 0, residual: Double = 0.3, crossing: Int = 0, lead: Double = 8, hold: Double = 0.2
        ) -> Verdict {
            var evidence = PoseEvidence()
            evidence.source = PoseEvidence.Side(
                total: 1000, lying: 600, touching: 640 + crossing, near: 620, free: against)
            evidence.target = PoseEvidence.Side(total: 1000, lying: 600, touching: 640 + crossing, near: 620)
            evidence.sizes = (1000, 1000)
            evidence.squaredResidual = residual * residual * 1200
            let best = finalist(evidence, hold: hold)
            var rival = best
            // A lead of so much in the logarithm is this much less in common.
            let offset = PosePlausibility.Offset.support
            rival.plausibility.support =
                (best.plausibility.support + offset) * exp(-lead / PosePlausibility.Weights.fitted.support) - offset
            return Verdict(best, rivals: [rival], distance: 0.01, bothSeen: true, freeMotions: 0)
        }
        #expect(verdict().status == .converged)
        #expect(verdict(against: 24).status == .converged)
        #expect(verdict(against: 24, residual: 0.5).status == .notConverged)
        #expect(verdict(lead: 0.2).status == .ambiguous)
        let less = [verdict(lead: 0.2), verdict(residual: 0.5), verdict(against: 60), verdict(crossing: 300)]
        let most = verdict().probability ?? 0
        #expect(less.allSatisfy { $0.probability ?? 1 < most })
        #expect((verdict(lead: 1).margin ?? 0) < (verdict(lead: 2).margin ?? 0))
        #expect(verdict(lead: 0.2).reasons == ["another pose does nearly as well"])
        // However well it fits, a pose is no more probable than the one beside it allows.
        let contested = verdict(residual: 0.1, lead: 1)
        #expect(abs((contested.probability ?? 0) - 1 / (1 + exp(-1))) < 1e-9)
        #expect(contested.status == .ambiguous && contested.reasons == ["another pose does nearly as well"])
        // Too loose to be believed, but well ahead of any other: that no other does as well must be true where it is said.
        let loose = verdict(residual: 0.45, lead: 2)
        #expect(loose.status == .notConverged && (loose.margin ?? 0) > 0.8)
        #expect(loose.reasons.count == 1 && loose.reasons[0].contains("too loosely"), "\(loose.reasons)")
    }

    /// Two plates of three fit after half a turn, too.
    @Test func whatExplainsMuchLessIsNoRivalOfThatWhichExplainsTheWhole() {
        func verdict(lying: Int, rival: Double) -> Verdict {
            var evidence = PoseEvidence()
            evidence.source = PoseEvidence.Side(total: 1000, lying: lying, touching: lying, near: lying)
            evidence.target = evidence.source
            evidence.sizes = (1000, 1000)
            evidence.squaredResidual = 0.04 * Double(2 * lying)
            let best = finalist(evidence)
            var other = best
            other.plausibility.overlap *= rival
            other.plausibility.support *= rival
            return Verdict(best, rivals: [other], distance: 0.01, bothSeen: false, freeMotions: 0)
        }
        #expect(verdict(lying: 950, rival: 0.65).status == .converged)
        #expect(verdict(lying: 950, rival: 0.9).status == .ambiguous)
        #expect(verdict(lying: 600, rival: 0.65).status == .ambiguous)
    }

    /// What the motions of a plain wall leave free is no doubt that the walls lie together.
    @Test func freeMotionsMakeAPoseAmbiguousRatherThanWrong() {
        var evidence = PoseEvidence()
        evidence.source = PoseEvidence.Side(total: 1000, lying: 900, touching: 900, near: 900)
        evidence.target = evidence.source
        evidence.sizes = (1000, 1000)
        evidence.squaredResidual = 0.05 * 1800
        let best = finalist(evidence, hold: 0, freeMotions: 3)
        let verdict = Verdict(best, rivals: [], distance: 0.01, bothSeen: true, freeMotions: 3)
        #expect(verdict.status == .ambiguous)
        #expect(verdict.probability == 0)
        #expect(verdict.reasons == ["the surfaces in common leave 3 motions free"])
    }
}
