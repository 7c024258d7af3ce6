/// The log-odds that two patches which meet are of one object: a logistic model of ``PatchRelation``.
enum JoinWeights {
    static let bias = 3.847
    /// In the order of ``PatchRelation/names``.
    static let weights: [Double] = [
        -3.608,  // step
        -4.486,  // valley
        1.197,  // ridge
        -0.729,  // gap
        -0.649,  // surfaceGap
        -0.300,  // color
        -0.479,  // logSmaller
        0.977,  // relativeLength
        4.111,  // valleyHollow
        1.046,  // valleySunk
        4.047,  // rimHollow
        1.221,  // farHollowInside
        1.143,  // topsSides
        -1.035,  // farHigher
        -1.352,  // nearHollow
        -0.604,  // valleyLong
        -0.805,  // stepWide
        -1.161,  // bigGap
    ]

    static func logOdds(_ relation: PatchRelation) -> Double {
        var sum = bias
        for (weight, evidence) in zip(weights, relation.evidence) { sum += weight * evidence }
        return sum
    }
}
