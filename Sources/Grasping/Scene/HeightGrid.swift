import LinearAlgebra

/// A view's heights on a grid turned by a yaw: x across the fingers, y along their closing direction.
struct HeightGrid {
    static let empty = -Float.infinity
    /// What no gripper spans, as a floor or millimetres taken for metres, gets no grid: at cells of 2.5 mm this is 5 m
    /// by 5 m.
    static let mostCells: Float = 4e6

    let cell: Float
    let cosine, sine: Float
    let lowX, lowY: Float
    let columns, rows: Int
    /// Columns (x) one after the other, y within: the highest point of each cell.
    var top: [Float]
    /// The same of the object's own points.
    var ownTop: [Float]
    /// The highest point of all.
    var peak = Self.empty
    /// Cells along x that hold the object.
    let ownColumns: ClosedRange<Int>

    init?(_ view: ApproachView, yaw: Double, cosine: Double, sine: Double, cell: Float, marginX: Float, marginY: Float)
    {
        let (c, s) = (Float(cosine), Float(sine))
        (self.cosine, self.sine, self.cell) = (c, s, cell)
        guard view.ownCount > 0 else { return nil }
        var (minX, maxX, minY, maxY) = (Float.infinity, -Float.infinity, Float.infinity, -Float.infinity)
        for i in 0..<view.ownCount {
            let x = c * view.u[i] + s * view.v[i]
            let y = c * view.v[i] - s * view.u[i]
            minX = min(minX, x)
            maxX = max(maxX, x)
            minY = min(minY, y)
            maxY = max(maxY, y)
        }
        let (spanX, spanY) = (maxX - minX + 2 * marginX, maxY - minY + 2 * marginY)
        guard spanX / cell * (spanY / cell) < Self.mostCells else { return nil }
        lowX = minX - marginX
        lowY = minY - marginY
        columns = Int((maxX + marginX - lowX) / cell) + 1
        rows = Int((maxY + marginY - lowY) / cell) + 1
        let first = Int((minX - lowX) / cell)
        ownColumns = first...max(first, min(columns - 1, Int((maxX - lowX) / cell)))
        top = Array(repeating: Self.empty, count: columns * rows)
        ownTop = top
        take(view)
    }

    /// The middle of a cell along x, in the turned frame.
    func x(_ column: Int) -> Float { lowX + (Float(column) + 0.5) * cell }
    /// The lower border of a cell along y.
    func y(_ row: Int) -> Float { lowY + Float(row) * cell }

    /// The highest of each row over the columns `range`.
    func profile(_ heights: [Float], over range: ClosedRange<Int>) -> [Float] {
        let range = range.clamped(to: 0...columns - 1)
        var result = Array(heights[range.lowerBound * rows..<(range.lowerBound + 1) * rows])
        for column in range.dropFirst() {
            let start = column * rows
            for row in 0..<rows { result[row] = max(result[row], heights[start + row]) }
        }
        return result
    }
}
