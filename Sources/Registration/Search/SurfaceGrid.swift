import LinearAlgebra
import PointClouds

/// A surface's nearest sample by table: one look-up in memory instead of a search, for the thousands of poses that are
/// tried before one is believed.
///
/// Every cell holds the sample nearest to its centre among those of the 27 cells around it: exact to half a cell's
/// diagonal, nothing beyond two cells.
struct SurfaceGrid: Sendable {
    let cell: Double
    private let origin: SIMD3<Float>
    private let scale: Float
    private let dimensions: SIMD3<Int32>
    private let nearest: [Int32]
    /// Padded to registers, so that a sample is one load.
    private let points: [SIMD4<Float>]
    private let normals: [SIMD4<Float>]

    /// 12 MB of look-ups, about a processor's last cache.
    private static let mostCells = 3_000_000
    /// By which cells grow until the table is small enough.
    private static let growth = 1.25
    /// Cells around the points' box on either side: a point is entered in the cells around its own, too, and may be
    /// rounded into the next.
    private static let border = 2.0

    /// - Parameter cell: metres; larger where the table would have more than `limit` cells.
    init(_ samples: SurfaceSamples, cell wanted: Double, limit: Int = mostCells) {
        points = samples.points.indices.map { SIMD4(samples.points[$0], 0) }
        normals = samples.points.indices.map { SIMD4(samples.normals[$0], 0) }
        var (low, high) = (SIMD3<Float>(repeating: .infinity), SIMD3<Float>(repeating: -.infinity))
        for p in points {
            low = pointwiseMin(low, SIMD3(p.x, p.y, p.z))
            high = pointwiseMax(high, SIMD3(p.x, p.y, p.z))
        }
        if points.isEmpty { (low, high) = (.zero, .zero) }
        func count(_ cell: Double) -> SIMD3<Double> {
            (SIMD3<Double>(high - low) / cell).rounded(.down) + (2 * Self.border + 1)
        }
        func cells(_ cell: Double) -> Double { count(cell).x * count(cell).y * count(cell).z }
        var cell = wanted
        while cells(cell) > Double(limit) { cell *= Self.growth }
        self.cell = cell
        origin = low - Float(Self.border * cell)
        scale = Float(1 / cell)
        let size = SIMD3<Int32>(count(cell))
        dimensions = size
        var table = [Int32](repeating: -1, count: Int(size.x) * Int(size.y) * Int(size.z))
        var distances = [Float](repeating: .infinity, count: table.count)
        for (i, p) in points.enumerated() {
            let relative = (SIMD3(p.x, p.y, p.z) - origin) * scale
            let center = SIMD3<Int32>(relative)
            for dz in Int32(-1)...1 {
                for dy in Int32(-1)...1 {
                    for dx in Int32(-1)...1 {
                        let c = center &+ SIMD3(dx, dy, dz)
                        let d = SIMD3<Float>(c) + 0.5 - relative
                        let place = (Int(c.z) * Int(size.y) + Int(c.y)) * Int(size.x) + Int(c.x)
                        let squared = (d * d).sum()
                        if squared < distances[place] { (distances[place], table[place]) = (squared, Int32(i)) }
                    }
                }
            }
        }
        nearest = table
    }

    /// The sample of the cell that `p` falls into, with its normal.
    @inline(__always)
    func sample(near p: SIMD3<Float>) -> (point: SIMD3<Float>, normal: SIMD3<Float>)? {
        let r = (p - origin) * scale
        guard r.x >= 0, r.y >= 0, r.z >= 0 else { return nil }
        guard r.x < Float(dimensions.x), r.y < Float(dimensions.y), r.z < Float(dimensions.z) else { return nil }
        let place = (Int(r.z) * Int(dimensions.y) + Int(r.y)) * Int(dimensions.x) + Int(r.x)
        let i = nearest.withUnsafeBufferPointer { Int($0[place]) }
        guard i >= 0 else { return nil }
        let q = points.withUnsafeBufferPointer { $0[i] }
        let m = normals.withUnsafeBufferPointer { $0[i] }
        return (SIMD3(q.x, q.y, q.z), SIMD3(m.x, m.y, m.z))
    }
}
