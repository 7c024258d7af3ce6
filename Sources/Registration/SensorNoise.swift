import LinearAlgebra
import PointClouds

/// How much a scan's points scatter about its surfaces, by their distance from the sensor: a lidar's the same
/// everywhere, a depth camera's with the square of the distance.
struct SensorNoise: Sendable {
    /// Distances, near to far, and the scatter there, in metres.
    private let ranges, sigmas: [Float]

    /// - Parameter scatters: of small pieces of surface: the place and the root mean square distance from its plane.
    init(_ scatters: [(place: Vector3, scatter: Double)], from viewpoint: Vector3) {
        let sorted = scatters.map { (Float(($0.place - viewpoint).length), Float($0.scatter)) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        let count = min(5, sorted.count / 20)
        var (ranges, sigmas): ([Float], [Float]) = ([], [])
        for k in 0..<max(0, count) {
            let part = sorted[k * sorted.count / count..<(k + 1) * sorted.count / count]
            ranges.append(part[part.startIndex + part.count / 2].0)
            // Pieces on edges and curves scatter more than the noise.
            sigmas.append(part.map(\.1).sorted()[part.count / 4])
        }
        (self.ranges, self.sigmas) = (ranges, sigmas)
    }

    /// The scatter at a distance from the sensor.
    func at(_ range: Float) -> Float {
        guard let first = ranges.first else { return 0 }
        if range <= first { return sigmas[0] }
        for k in 1..<max(1, ranges.count) where range < ranges[k] {
            let t = (range - ranges[k - 1]) / max(ranges[k] - ranges[k - 1], .leastNormalMagnitude)
            return sigmas[k - 1] + t * (sigmas[k] - sigmas[k - 1])
        }
        // Beyond the last, as a depth camera's grows.
        return sigmas[sigmas.count - 1] * (range / ranges[ranges.count - 1])
    }
}
