/// The log-odds that two patches which meet are of one object: a logistic model of ``PatchRelation``.
enum JoinWeights {
    static let bias = 1.495
    /// In the order of ``PatchRelation/names``.
    static let weights: [Double] = [
        -0.653,  // smallGap
        -2.539,  // largeGap
        -0.696,  // smallSurfaceGap
        -0.405,  // largeSurfaceGap
        2.349,  // connected
        -2.304,  // valley
        1.993,  // ridge
        0.650,  // angle
        0.089,  // misfit
        -0.388,  // logLength
        -0.367,  // logSmaller
        -1.262,  // logLarger
        0.934,  // relativeLength
        -0.192,  // bridged
        -0.701,  // color
        -0.862,  // noColor
        0.679,  // farHollow
        -1.390,  // nearHollow
        0.181,  // topsDiffer
        1.384,  // topsAgree
        1.534,  // sidesAgree
        0.389,  // farStands
        -0.843,  // largeValley
        0.490,  // hollowToTheRim
        -1.248,  // farIsHigher
    ]

    static func logOdds(_ relation: PatchRelation) -> Double {
        var sum = bias
        for (weight, evidence) in zip(weights, relation.evidence) { sum += weight * evidence }
        return sum
    }
}
