import Parallel

/// How large the pixels of loose points are made.
private enum PixelSizes {
    /// Cells along the longer side of the coarse grid that measures the covered area.
    static let coarseCells: Float = 96
    /// Cells of a row of that grid in memory: a power of two above.
    static let coarseStride = 128
    /// Pixels along a side beyond which points are no image at all: a few coincide, and one lies far out.
    static let longestSide: Float = 1e6
    /// How much coarser the pixels get at a time while the image is too large.
    static let coarsening: Float = 1.5
    /// A lattice is the scan's own when its step is near the mean spacing, in shares of it: neither half of it nor twice.
    static let finestLattice: Float = 0.85
    static let coarsestLattice: Float = 1.5
    /// Without a lattice, spacings along a pixel's side: about three points then lie in each.
    static let spacings: Float = 1.7
    /// Pixels that far outliers may stretch an image to: four a point, and so many besides.
    static let pixelsPerPoint = 4
    static let sparePixels = 65_536
}

/// By what the columns or rows of a sensor's grid show in its rays' tangents.
private enum LatticeLimits {
    /// What written coordinates keep of a tangent, in shares of the tangents' whole range, and at least in tangents
    /// (Float32's step near 1).
    static let resolution: Float = 1e-5
    static let leastResolution: Float = 1e-7
    /// Values of one column lie within so many of these.
    static let widthOfColumn: Float = 8
    /// Columns below which no regularity can be told from chance.
    static let leastColumns = 16
    /// Points that a column has at least on average: fewer are no columns.
    static let leastPointsOfColumn = 8
    /// A step is a whole number of pitches when it is so near one, in pitches.
    static let evenness: Float = 0.1
    /// One step in so many may be uneven.
    static let stepsPerUneven = 20
}

/// Square pixels over the directions of a scan's rays.
struct PixelGrid {
    var width: Int
    var height: Int
    /// The tangent's step from pixel to pixel.
    var pitch: Float
    private var left: Float
    private var top: Float

    init?(_ a: [Float], _ b: [Float], threads: Int) {
        guard let left = a.min(), let right = a.max(), let top = b.min(), let bottom = b.max() else { return nil }
        let extent = max(right - left, bottom - top)
        guard extent > 0, extent.isFinite else { return nil }
        // The area that is covered, on a coarse grid, shared out among the points.
        let coarse = extent / PixelSizes.coarseCells
        guard coarse.isNormal else { return nil }
        var isCovered = [Bool](repeating: false, count: PixelSizes.coarseStride * PixelSizes.coarseStride)
        for k in a.indices {
            let (column, row) = (Int((a[k] - left) / coarse), Int((b[k] - top) / coarse))
            isCovered[column * PixelSizes.coarseStride + row] = true
        }
        let covered = isCovered.count { $0 }
        let spacing = coarse * (Float(covered) / Float(a.count)).squareRoot()
        let lattice = Self.latticePitch(a, threads: threads).flatMap { u in
            Self.latticePitch(b, threads: threads).map { (u + $0) / 2 }
        }
        if let lattice, lattice > PixelSizes.finestLattice * spacing, lattice < PixelSizes.coarsestLattice * spacing {
            pitch = lattice
        } else {
            pitch = PixelSizes.spacings * spacing
        }
        guard pitch.isNormal, extent / pitch < PixelSizes.longestSide else { return nil }
        self.left = left
        self.top = top
        width = Int(((right - left) / pitch).rounded()) + 1
        height = Int(((bottom - top) / pitch).rounded()) + 1
        // Far outliers stretch the image: coarser pixels then.
        while width * height > PixelSizes.pixelsPerPoint * a.count + PixelSizes.sparePixels {
            pitch *= PixelSizes.coarsening
            width = Int(((right - left) / pitch).rounded()) + 1
            height = Int(((bottom - top) / pitch).rounded()) + 1
        }
        guard min(width, height) >= RangeImage.leastSide else { return nil }
    }

    func pixel(_ a: Float, _ b: Float) -> Int {
        let column = min(width - 1, max(0, Int(((a - left) / pitch).rounded())))
        let row = min(height - 1, max(0, Int(((b - top) / pitch).rounded())))
        return row * width + column
    }

    /// The step between the columns that the values fall into; nil when they don't.
    private static func latticePitch(_ values: [Float], threads: Int) -> Float? {
        var sorted = values
        radixSort(&sorted, threads: threads)
        let range = sorted[sorted.count - 1] - sorted[0]
        let resolution = max(range * LatticeLimits.resolution, LatticeLimits.leastResolution)
        var steps: [Float] = []
        var previous = sorted[0]
        for value in sorted {
            if value - previous > resolution * LatticeLimits.widthOfColumn { steps.append(value - previous) }
            previous = value
        }
        guard steps.count >= LatticeLimits.leastColumns,
            steps.count < values.count / LatticeLimits.leastPointsOfColumn
        else { return nil }
        guard let step = steps.median() else { return nil }
        let columns = (range / step).rounded()
        guard columns >= Float(LatticeLimits.leastColumns) else { return nil }
        let pitch = range / columns
        // Each step must be a whole number of pitches.
        let uneven = steps.filter { abs(($0 / pitch) - ($0 / pitch).rounded()) > LatticeLimits.evenness }
        return uneven.count * LatticeLimits.stepsPerUneven < steps.count ? pitch : nil
    }
}
