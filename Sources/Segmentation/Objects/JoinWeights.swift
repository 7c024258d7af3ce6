/// The log-odds that two patches which meet are of one object: a logistic model of ``PatchRelation``.
struct JoinWeights: Equatable {
    var bias: Double
    /// In the order of ``PatchRelation/names``.
    var weights: [Double]

    func logOdds(_ relation: PatchRelation) -> Double {
        var sum = bias
        for (weight, evidence) in zip(weights, relation.evidence) { sum += weight * evidence }
        return sum
    }
}
