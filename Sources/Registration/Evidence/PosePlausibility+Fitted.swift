// Written by Tests/Benchmarks/fit-plausibility.py --write: don't edit.
// Date: 2026-11-26
// Pairs: 1518
// Command: fit-plausibility.py CLI CASES_DIR...

extension PosePlausibility.Weights {
    static let fitted = PosePlausibility.Weights(
        none: 24.28,
        support: 1.61,
        residual: 9.44,
        conformity: 5.21,
        contradiction: 1.50,
        hold: 1.06,
        freeMotions: 3.60)
}

extension PosePlausibility.ProbabilityWeights {
    static let fitted = PosePlausibility.ProbabilityWeights(
        bias: -2.98,
        odds: 0.58,
        rootOfLead: 2.04)
}
