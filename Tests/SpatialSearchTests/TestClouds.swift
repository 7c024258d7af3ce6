import PointClouds
import SpatialSearch
import TestSupport

/// Clouds of every shape that gives a spatial index trouble.
enum TestCloud: String, CaseIterable, CustomStringConvertible {
    case random, clustered, duplicated, identical, collinear, coplanar, lattice, farAway, holes, tiny

    var description: String { rawValue }

    func points(_ count: Int, seed: UInt64) -> Coordinates {
        var random = SeededGenerator(seed: seed)
        func float(_ low: Float, _ high: Float) -> Float { Float.random(in: low...high, using: &random) }
        func cube(_ side: Float) -> SIMD3<Float> { SIMD3(float(-side, side), float(-side, side), float(-side, side)) }
        let centers = (0..<5).map { _ in cube(10) }
        return Coordinates(
            (0..<count).map { i in
                switch self {
                case .random: cube(1)
                case .clustered: centers[i % 5] + cube(0.01) * float(0, 1)
                case .duplicated: centers[i % 5] + SIMD3(Float(i % 7), 0, 0)
                case .identical: SIMD3(1, 2, 3)
                case .collinear: SIMD3(1, 2, 3) * float(-1, 1)
                case .coplanar: SIMD3(float(0, 1), float(0, 1), 0.5)
                case .lattice: SIMD3(Float(i % 9), Float(i / 9 % 9), Float(i / 81))
                case .farAway: SIMD3(5_000_000, -3_000_000, 800) + cube(20)
                case .holes: i % 3 == 0 ? SIMD3(.nan, 1, 2) : i % 17 == 1 ? SIMD3(0, .infinity, 0) : cube(1)
                case .tiny: cube(1e-20)
                }
            })
    }
}

/// Every neighbour by looking at every point.
func bruteForce(_ points: Coordinates, _ query: SIMD3<Float>, within radius: Float = .infinity) -> [Neighbor] {
    let bound = min(radius * radius, .greatestFiniteMagnitude)
    var found: [Neighbor] = []
    for i in points.indices {
        let d = points[i] - query
        let squared = (d.x * d.x + d.y * d.y) + d.z * d.z
        if squared <= bound { found.append(Neighbor(index: i, squaredDistance: squared)) }
    }
    return found.sorted { ($0.squaredDistance, $0.index) < ($1.squaredDistance, $1.index) }
}
