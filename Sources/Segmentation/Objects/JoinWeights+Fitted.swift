extension JoinWeights {
    /// Written by Tests/Benchmarks/train-segmentation.sh.
    static let fitted = JoinWeights(
        bias: 4.092,
        weights: [
            -2.923,  // step
            -1.709,  // valley
            1.440,  // ridge
            -0.944,  // gap
            -0.776,  // color
            -0.784,  // logSmaller
            1.036,  // relativeLength
            4.054,  // valleyHollow
            4.286,  // rimHollow
            1.411,  // farHollowInside
            1.638,  // topsSides
            -1.123,  // farHigher
            -0.858,  // nearHollow
            -1.248,  // farLower
            -0.978,  // wideStep
            -3.297,  // standing
            -2.054,  // otherLevel
            -1.008,  // levelStep
            2.006,  // bottomCrease
            2.529,  // bottomStep
        ])
}
