import Sensing

/// Grows surfaces into open pixels, the pixel that fits its neighbour's surface best first.
struct PixelGrowth {
    /// Waiting pixels are sorted by misfit into steps of a quarter of the noise, up to 16 noise levels: a bucket queue,
    /// in which equal ones wait in the order in which they came.
    private static let levelsPerNoise: Float = 4
    private static let levelCount = 64

    /// For each pixel the number of its surface, the support's, or a ``PixelOwner``.
    private(set) var owner: [Int32]
    private let surfaces: [PatchSurface]
    private let support: Int32
    private let frame: PatchFrame
    private let noise: Float
    private let gap: Float
    /// Waiting pixels with the surface that reaches them, by misfit.
    private var buckets = [[(pixel: Int32, owner: Int32)]](repeating: [], count: levelCount)

    /// - Parameters:
    ///   - support: the owner whose surface is zero everywhere.
    ///   - noise: standard deviation of the residuals.
    ///   - gap: neighbours that differ by this much in inverse depth are not connected.
    init(owner: [Int32], surfaces: [PatchSurface], support: Int32, frame: PatchFrame, noise: Float, gap: Float) {
        (self.owner, self.surfaces, self.support) = (owner, surfaces, support)
        (self.frame, self.noise, self.gap) = (frame, noise, gap)
    }

    mutating func run(image: RangeImage, residuals: [Float]) {
        for j in owner.indices where owner[j] == PixelOwner.open {
            forEachNeighbor(of: j, width: image.width, count: owner.count) { i in
                if owner[i] >= 0 { offer(j, from: i, image, residuals) }
            }
        }
        var level = 0
        var heads = [Int](repeating: 0, count: buckets.count)
        while level < buckets.count {
            guard heads[level] < buckets[level].count else {
                level += 1
                continue
            }
            let (pixel, surface) = buckets[level][heads[level]]
            heads[level] += 1
            guard owner[Int(pixel)] == PixelOwner.open else { continue }
            owner[Int(pixel)] = surface
            // A neighbour may fit better than the pixel that reaches it.
            forEachNeighbor(of: Int(pixel), width: image.width, count: owner.count) { j in
                level = min(level, offer(j, from: Int(pixel), image, residuals))
            }
        }
    }

    /// Offers an open pixel to its neighbour's owner; gives the level at which it waits, the number of levels if it
    /// doesn't.
    @discardableResult @inline(__always)
    private mutating func offer(_ j: Int, from i: Int, _ image: RangeImage, _ residuals: [Float]) -> Int {
        guard owner[j] == PixelOwner.open, abs(image.d[i] - image.d[j]) < gap else { return buckets.count }
        let surface = owner[i]
        let expected =
            surface == support ? 0 : Float(surfaces[Int(surface)](frame.u(image.a[j]), frame.v(image.b[j])))
        let misfit = abs(residuals[j] - expected) / noise * Self.levelsPerNoise
        let level = misfit < Float(buckets.count - 1) ? Int(misfit) : buckets.count - 1
        buckets[level].append((Int32(j), surface))
        return level
    }
}
