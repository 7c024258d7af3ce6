public import Parallel

/// The box of a cloud's finite points, and how many there are.
public struct FiniteBounds: Equatable, Sendable {
    /// The least x, y and z, metres; ∞ where there is no point.
    public var low = SIMD3<Float>(repeating: .infinity)
    /// The greatest x, y and z, metres; −∞ where there is no point.
    public var high = SIMD3<Float>(repeating: -.infinity)
    /// The points with three finite coordinates.
    public var count = 0

    /// Whether there is no such point.
    public var isEmpty: Bool { count == 0 }

    /// - Complexity: O(*n*).
    public init(of points: Coordinates, threads: Int = availableThreads) {
        let parts = points.withUnsafeColumns { x, y, z in
            parallelMap(blocksOf: points.count, size: 1 << 15, threads: threads) { FiniteBounds(x, y, z, $0) }
        }
        for part in parts {
            low.replace(with: part.low, where: part.low .< low)
            high.replace(with: part.high, where: part.high .> high)
            count += part.count
        }
    }
}
