import LinearAlgebra

/// How far the points of a cloud are independent draws from the object's surface.
struct SamplingModel: Equatable, Sendable {
    /// Every point drawn for itself: the largest scatter there is between samples of one size.
    static let independent = SamplingModel()

    /// The variance of a mean over `count` points whose influence on it is given.
    func variance(
        _ sample: InfluenceSample, count: Double, influence: (Vector3) -> Double, gradient: (Vector3) -> Vector3
    ) -> Double {
        sample.mean {
            let psi = influence($0); return psi * psi
        } / count
    }
}
