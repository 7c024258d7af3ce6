import Glibc

/// The two sides of a run on which the fingers close: where they are, how they are turned, how much of them is there.
struct ContactEdges {
    /// Where the run begins and ends along y, over all columns.
    let low, high: Float
    /// How each side is turned against the finger's face about the approach, signed so that a turn of the yaw by it
    /// makes the side square; in radians.
    let turns: SIMD2<Double>
    /// How each side leans outwards towards the fingertips: what makes the fingers slip off backwards; in radians.
    let leans: SIMD2<Double>
    /// Share of the columns in which the side comes within ``reach`` of the finger's face, the worse side.
    let contact: Float
    /// Standard deviations of how the two sides together are turned, in radians, and of the middle between them.
    let turnDeviation, placeDeviation: Double

    /// What a rubber pad gives way by; metres.
    static let reach: Float = 0.005
    /// Between the levels at which a side's place is compared for its lean: three cells of the grid, so that rounding to
    /// a cell is no lean; metres.
    static let leanSpan: Float = 0.008
    /// A line through fewer columns than this says nothing about how a side is turned.
    static let fewestColumns = 3

    init?(_ grid: HeightGrid, columns: ClosedRange<Int>, rows: ClosedRange<Int>, tip: Float) {
        var lows: [(x: Float, y: Float)] = []
        var highs: [(x: Float, y: Float)] = []
        var lean = SIMD2<Float>.zero
        var leaning: Float = 0
        for column in columns.clamped(to: 0...grid.columns - 1) {
            let start = column * grid.rows
            func span(above level: Float) -> (Float, Float)? {
                guard let first = rows.first(where: { grid.top[start + $0] > level }),
                    let last = rows.last(where: { grid.top[start + $0] > level })
                else { return nil }
                return (grid.y(first), grid.y(last + 1))
            }
            guard let (low, high) = span(above: tip) else { continue }
            lows.append((grid.x(column), low))
            highs.append((grid.x(column), high))
            if let (low2, high2) = span(above: tip + Self.leanSpan) {
                lean += SIMD2(low2 - low, high - high2)
                leaning += 1
            }
        }
        guard lows.count >= Self.fewestColumns, Int(leaning) >= Self.fewestColumns else { return nil }
        let low = lows.reduce(Float.infinity) { min($0, $1.y) }
        let high = highs.reduce(-Float.infinity) { max($0, $1.y) }
        (self.low, self.high) = (low, high)
        let near = Line(lows, cell: grid.cell)
        let far = Line(highs, cell: grid.cell)
        turns = SIMD2(Double(atan(near.slope)), Double(atan(far.slope)))
        turnDeviation =
            Double(
                (near.slopeDeviation * near.slopeDeviation + far.slopeDeviation * far.slopeDeviation).squareRoot()) / 2
        placeDeviation = Double((near.scatter * near.scatter + far.scatter * far.scatter).squareRoot()) / 2
        lean /= leaning * Self.leanSpan
        leans = SIMD2(Double(atan(max(0, lean.x))), Double(atan(max(0, lean.y))))
        let nearCount = lows.count { $0.y <= low + Self.reach }
        let farCount = highs.count { $0.y >= high - Self.reach }
        contact = Float(min(nearCount, farCount)) / Float(columns.count)
    }

    /// The angle between each contact face's normal and the closing direction.
    var angles: SIMD2<Double> { (turns * turns + leans * leans).squareRoot() }

    /// A line through the points by least squares, and how far they scatter about it: at least as a cell's size makes
    /// them.
    private struct Line {
        var slope: Float = 0
        var scatter: Float
        var slopeDeviation: Float

        init(_ points: [(x: Float, y: Float)], cell: Float) {
            let n = Float(points.count)
            let mx = points.reduce(0) { $0 + $1.x } / n
            let my = points.reduce(0) { $0 + $1.y } / n
            let sxx = points.reduce(0) { $0 + ($1.x - mx) * ($1.x - mx) }
            let sxy = points.reduce(0) { $0 + ($1.x - mx) * ($1.y - my) }
            if sxx > 0 { slope = sxy / sxx }
            let slope = self.slope
            var squares: Float = 0
            for p in points {
                let rest = p.y - my - slope * (p.x - mx)
                squares += rest * rest
            }
            // The standard deviation of a place that is known to a cell.
            let least: Float = cell / Float(12).squareRoot()
            scatter = max((squares / max(1, n - 2)).squareRoot(), least)
            // Of one column any turn is possible.
            slopeDeviation = sxx > 0 ? scatter / sxx.squareRoot() : .pi / 4
        }
    }
}
