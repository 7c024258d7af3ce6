import LinearAlgebra

/// How far the points of a cloud are independent draws from the object's surface, and so how much a mean over them
/// differs between scans.
///
/// Points drawn each for itself scatter most: the mean of ψ has the variance E[ψ²] / n. The pixels of a depth camera
/// don't: their lattice covers the surface as evenly in every scan, and what differs is the noise of each point and
/// which pixels the object's outline takes in. Between the two lie scans that were thinned at random. The share F of
/// independent draws is the variance of the number of points in a patch of surface over that number: 1 for draws, 0 for
/// a lattice, 1 - p for a lattice of which a random share p was kept.
///
///     n · var = F · E[ψ²] + (1 - F) · (σ² · E|∇ψ|² + rim · E[ψ² on the outline])
struct SamplingModel: Equatable, Sendable {
    /// F: the variance of the number of points in a patch over that number.
    var independence = 1.0
    /// σ²: the mean square distance of points from the surface through their neighbours, in m².
    var noiseVariance = 0.0
    /// Points near the surface's outline, in the object's frame, and what share of all they are.
    var rim: [Vector3] = []
    var rimShare = 0.0

    /// Every point drawn for itself: the largest scatter there is between samples of one size.
    static let independent = SamplingModel()

    /// What a point counted to the rim adds to the variance of their number: the rim as it is counted is two to three
    /// pixels wide, and of the outermost some come and go. Set by scans of three bodies, simulated over and over.
    static let rimVariance = 0.06

    /// The variance of a mean over `count` points whose influence on it is given.
    func variance(of influence: some Influence, _ sample: InfluenceSample, count: Double) -> Double {
        let drawn = Self.meanSquare(of: influence, sample.points)
        guard independence < 1 else { return drawn / count }
        var gradients = 0.0
        for point in sample.points { gradients += influence.gradient(at: point).squaredLength }
        let noise = noiseVariance * gradients / Double(max(sample.points.count, 1))
        let regular = noise + Self.rimVariance * rimShare * Self.meanSquare(of: influence, rim)
        return (independence * drawn + (1 - independence) * min(regular, drawn)) / count
    }

    private static func meanSquare(of influence: some Influence, _ points: [Vector3]) -> Double {
        var sum = 0.0
        for point in points {
            let psi = influence.value(at: point)
            sum += psi * psi
        }
        return sum / Double(max(points.count, 1))
    }
}
