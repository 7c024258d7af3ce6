import Glibc
import TestSupport
import Testing

@testable import Registration

@Suite struct FittedWeightsTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    private static let hasPython = system("python3 -c '' 2>/dev/null") == 0

    /// The file in the library is what the script that fits it writes.
    @Test(.enabled(if: hasPython, "no python3 on this machine")) func theTrainerWritesTheFile() {
        let script = "\(Self.root)/Tests/Benchmarks/fitted_plausibility.py"
        let file = "\(Self.root)/Sources/Registration/Evidence/PosePlausibility+Fitted.swift"
        #expect(system("python3 -B '\(script)' '\(file)'") == 0)
    }

    /// Each measure counts in the direction that it must.
    @Test func noWeightIsNegative() {
        let w = PosePlausibility.Weights.fitted
        let all = [w.support, w.residual, w.conformity, w.contradiction, w.hold, w.freeMotions]
        #expect(all.allSatisfy { $0 >= 0 })
        let v = PosePlausibility.ProbabilityWeights.fitted
        #expect(v.odds >= 0 && v.rootOfLead >= 0)
    }
}
