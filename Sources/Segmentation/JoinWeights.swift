/// The log-odds that two patches which meet are of one object: a logistic model of ``PatchRelation``.
enum JoinWeights {
    static let bias = 3.928
    /// In the order of ``PatchRelation/names``.
    static let weights: [Double] = [
        -3.567,  // step
        -4.463,  // valley
        1.245,  // ridge
        -0.701,  // gap
        -0.611,  // surfaceGap
        -0.428,  // color
        -0.517,  // logSmaller
        0.996,  // relativeLength
        4.129,  // valleyHollow
        1.082,  // valleySunk
        4.051,  // rimHollow
        1.171,  // farHollowInside
        1.146,  // topsSides
        -0.999,  // farHigher
        -1.404,  // nearHollow
        -0.568,  // valleyLong
        -0.771,  // stepWide
        -1.120,  // bigGap
    ]

    static func logOdds(_ relation: PatchRelation) -> Double {
        var sum = bias
        for (weight, evidence) in zip(weights, relation.evidence) { sum += weight * evidence }
        return sum
    }
}
