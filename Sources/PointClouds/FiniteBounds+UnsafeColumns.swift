extension FiniteBounds {
    /// Eight points at a time, the rest one by one.
    init(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ z: UnsafePointer<Float>, _ range: Range<Int>) {
        let infinite = SIMD8<Float>(repeating: .infinity)
        var (lows, highs) = ((infinite, infinite, infinite), (-infinite, -infinite, -infinite))
        var counts = SIMD8<Int32>.zero
        var i = range.lowerBound
        while i + 8 <= range.upperBound {
            let (px, py, pz) = (loadEight(x + i), loadEight(y + i), loadEight(z + i))
            // NaN and ±∞ are the only values whose difference with themselves isn't 0; as NaN they lose comparisons.
            let zero = (px - px) + (py - py) + (pz - pz)
            let (ax, ay, az) = (px + zero, py + zero, pz + zero)
            lows.0.replace(with: ax, where: ax .< lows.0)
            lows.1.replace(with: ay, where: ay .< lows.1)
            lows.2.replace(with: az, where: az .< lows.2)
            highs.0.replace(with: ax, where: ax .> highs.0)
            highs.1.replace(with: ay, where: ay .> highs.1)
            highs.2.replace(with: az, where: az .> highs.2)
            counts.replace(with: counts &+ 1, where: zero .== 0)
            i += 8
        }
        low = SIMD3(lows.0.min(), lows.1.min(), lows.2.min())
        high = SIMD3(highs.0.max(), highs.1.max(), highs.2.max())
        count = Int(counts.wrappedSum())
        while i < range.upperBound {
            let point = SIMD3(x[i], y[i], z[i])
            if point - point == .zero {
                low.replace(with: point, where: point .< low)
                high.replace(with: point, where: point .> high)
                count += 1
            }
            i += 1
        }
    }
}
