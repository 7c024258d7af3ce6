extension JoinWeights {
    /// Written by Tests/Benchmarks/train-segmentation.sh.
    static let fitted = JoinWeights(
        bias: 4.427,
        weights: [
            -3.397,  // step
            -4.000,  // valley
            1.512,  // ridge
            -0.651,  // gap
            -0.664,  // surfaceGap
            -1.013,  // color
            -0.732,  // logSmaller
            1.242,  // relativeLength
            4.308,  // valleyHollow
            1.187,  // valleySunk
            4.106,  // rimHollow
            1.240,  // farHollowInside
            1.258,  // topsSides
            -1.076,  // farHigher
            -1.500,  // nearHollow
            -0.275,  // valleyLong
            -0.566,  // stepWide
            -1.038,  // bigGap
        ])
}
