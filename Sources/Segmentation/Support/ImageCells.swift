import Parallel
import Sensing

/// Square cells of an image, each with the plane moments of its pixels: large planes are found on cells.
struct ImageCells {
    /// Pixels a side: 64 pixels fix a plane well enough, and few cells straddle two surfaces.
    static let side = 8
    /// The mean of a cell with fewer pixels (a quarter of all) isn't used.
    static let fewestPixels = 16.0
    /// The scatter of a cell with fewer pixels (half of all) isn't used.
    private static let fewestPixelsForNoise = 32.0
    /// The noise of a scan without any (a synthetic one), in 1/m: the rounding of Float32.
    static let leastNoise = 1e-6

    let columns: Int
    let rows: Int
    var moments: [PlaneMoments]
    /// Standard deviation of inverse depth on smooth surfaces, in 1/m: the median over the cells.
    var noise: Double

    init(_ image: RangeImage, threads: Int) {
        let side = Self.side
        let columns = (image.width + side - 1) / side
        let rows = (image.height + side - 1) / side
        let moments = parallelMap(0..<columns * rows, blockSize: 4 * columns, threads: threads) { cell in
            let (top, left) = (cell / columns * side, cell % columns * side)
            var sum = PlaneMoments()
            for row in top..<min(image.height, top + side) {
                for i in row * image.width + left..<row * image.width + min(image.width, left + side)
                where image.d[i] > 0 {
                    sum.add(Double(image.a[i]), Double(image.b[i]), Double(image.d[i]))
                }
            }
            return sum
        }
        self.init(columns: columns, rows: rows, moments: moments)
    }

    /// Cells of known moments, row by row.
    init(columns: Int, rows: Int, moments: [PlaneMoments]) {
        var deviations: [Double] = []
        for cell in moments where cell.n >= Self.fewestPixelsForNoise {
            deviations.append((cell.fit().squares / (cell.n - 3)).squareRoot())
        }
        noise = max(deviations.median() ?? 0, Self.leastNoise)
        (self.columns, self.rows, self.moments) = (columns, rows, moments)
    }

    /// How many pixels with a point the image has.
    var pixelCount: Double { moments.reduce(0) { $0 + $1.n } }

    /// Whether a cell has enough pixels for its mean to be used.
    func isUsable(_ cell: Int) -> Bool { moments[cell].n >= Self.fewestPixels }

    /// The cells above, below, left and right of one.
    func neighbors(of cell: Int) -> [Int] {
        let (row, column) = (cell / columns, cell % columns)
        var result: [Int] = []
        if row > 0 { result.append(cell - columns) }
        if row + 1 < rows { result.append(cell + columns) }
        if column > 0 { result.append(cell - 1) }
        if column + 1 < columns { result.append(cell + 1) }
        return result
    }
}
