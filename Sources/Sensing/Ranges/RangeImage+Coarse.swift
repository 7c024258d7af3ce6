/// When a scan's own grid is too fine for what was measured.
private enum CoarseImageLimits {
    /// Pixels of an image, at most: beyond, neighbours say nothing new, and what is counted in pixels (a patch's core, a
    /// border) would mean less and less. A Kinect's image, a RealSense's of 848 × 480 and half of an industrial camera's
    /// have fewer.
    static let mostPixels = 500_000
    /// The share of missing pixels between two of one surface from which the grid counts as broken: that of a depth
    /// camera's image is under 2 %, of one that was moved into a colour camera's finer grid over 30 %.
    static let brokenShare = 0.12
    /// The coarsest pixel, in pixels of the grid.
    static let largestFactor = 4
    /// Inverse depths of two pixels of one surface differ by less than this share.
    static let sameSurface: Float = 0.02
    /// Rows that are looked at.
    static let sampledRows = 64
    /// Pairs of pixels that tell something, at least.
    static let leastPairs = 200
}

extension RangeImage {
    /// The image with pixels as coarse as its points demand: a grid with holes between its points gets pixels that hold
    /// some, a very fine one as many as are of use.
    func withUsefulPixels() -> RangeImage {
        var factor = 1
        while factor < CoarseImageLimits.largestFactor, count / (factor * factor) > CoarseImageLimits.mostPixels {
            factor += 1
        }
        while factor < CoarseImageLimits.largestFactor, missingShare(every: factor) > CoarseImageLimits.brokenShare {
            factor += 1
        }
        return factor > 1 ? coarsened(by: factor) : self
    }

    /// Of blocks between two on one surface the share without any point; blocks have `size` pixels a side.
    private func missingShare(every size: Int) -> Double {
        func nearest(_ column: Int, _ row: Int) -> Float {
            var found: Float = 0
            for r in row..<min(height, row + size) {
                for c in column..<min(width, column + size) { found = max(found, d[r * width + c]) }
            }
            return found
        }
        var (pairs, missing) = (0, 0)
        for row in stride(from: 0, to: height, by: max(size, height / CoarseImageLimits.sampledRows)) {
            var (before, middle) = (nearest(0, row), nearest(size, row))
            for column in stride(from: 2 * size, to: width, by: size) {
                let after = nearest(column, row)
                if before > 0, after > 0, abs(before - after) < CoarseImageLimits.sameSurface * after {
                    pairs += 1
                    if middle == 0 { missing += 1 }
                }
                (before, middle) = (middle, after)
            }
        }
        return pairs < CoarseImageLimits.leastPairs ? 0 : Double(missing) / Double(pairs)
    }

    /// The image in blocks of `factor` × `factor` pixels: each has the mean of the points on its nearest surface.
    ///
    /// - Precondition: pixel i is point i.
    /// - Complexity: O(*n*) in the pixels.
    func coarsened(by factor: Int) -> RangeImage {
        precondition(pointOfPixel == nil && factor > 0)
        let (columns, rows) = ((width + factor - 1) / factor, (height + factor - 1) / factor)
        var coarse = RangeImage(
            width: columns, height: rows, a: [Float](repeating: 0, count: columns * rows),
            b: [Float](repeating: 0, count: columns * rows), d: [Float](repeating: 0, count: columns * rows),
            cloudFromCamera: cloudFromCamera, focal: focal / Float(factor))
        coarse.layout = layout
        var points = [Int32](repeating: -1, count: columns * rows)
        var pixels = [Int32](repeating: -1, count: count)
        for row in 0..<rows {
            for column in 0..<columns {
                let block = row * columns + column
                let (top, left) = (row * factor, column * factor)
                let (bottom, right) = (min(height, top + factor), min(width, left + factor))
                var (nearest, at): (Float, Int) = (0, -1)
                for r in top..<bottom {
                    for i in r * width + left..<r * width + right where d[i] > nearest { (nearest, at) = (d[i], i) }
                }
                guard at >= 0 else { continue }
                var sum = SIMD4<Float>.zero
                for r in top..<bottom {
                    for i in r * width + left..<r * width + right where d[i] > 0 {
                        pixels[i] = Int32(block)
                        if d[i] > Self.sameSurfaceInPixel * nearest { sum += SIMD4(a[i], b[i], d[i], 1) }
                    }
                }
                points[block] = Int32(at)
                (coarse.a[block], coarse.b[block], coarse.d[block]) = (sum.x / sum.w, sum.y / sum.w, sum.z / sum.w)
            }
        }
        // What lies well behind its pixel's surface belongs to a neighbour's.
        let blocks = coarse.d
        coarse.fillHoles()
        for i in pixels.indices where pixels[i] >= 0 && d[i] <= Self.sameSurfaceInPixel * blocks[Int(pixels[i])] {
            pixels[i] = coarse.nearestInDepth(to: d[i], around: Int(pixels[i]))
        }
        (coarse.pointOfPixel, coarse.pixelOfPoint) = (points, pixels)
        return coarse
    }
}
