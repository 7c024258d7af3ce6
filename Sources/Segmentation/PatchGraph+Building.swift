import Glibc
import LinearAlgebra
import PointClouds

extension PatchGraph {
    init(
        _ segmented: SurfacePatches, image: RangeImage, residuals: [Float], surface: SupportSurface?, noise: Double,
        colors: [UInt32]?
    ) {
        let pixels = PatchPixels(segmented, image, residuals: residuals, surface, noise: noise, colors: colors)
        var sums = PatchSums(patches: segmented.count)
        sums.visit(pixels)
        sums.finishPatches(pixels)
        sums.shareBorders()
        self.init(
            patches: sums.patches, borders: sums.borders.sorted { ($0.first, $0.second) < ($1.first, $1.second) })
    }
}

/// What holds at each pixel. Apart from the sums, which change, so that its columns stay where they are all the while.
private struct PatchPixels {
    let segmented: SurfacePatches
    let image: RangeImage
    let residuals: [Float]
    let surface: SupportSurface?
    let support: (normal: SIMD3<Double>, offset: Double)?
    let noise: Double
    let colors: [UInt32]?

    init(
        _ segmented: SurfacePatches, _ image: RangeImage, residuals: [Float], _ surface: SupportSurface?,
        noise: Double, colors: [UInt32]?
    ) {
        (self.segmented, self.image, self.residuals) = (segmented, image, residuals)
        (self.surface, self.noise, self.colors) = (surface, noise, colors)
        support = surface?.plane.normalAndOffset
    }

    func patch(_ pixel: Int) -> Int32 { segmented.patchOfPixel[pixel] }

    func color(_ pixel: Int) -> SIMD3<Double>? {
        let point = image.pointOfPixel.map { Int($0[pixel]) } ?? pixel
        guard let colors, point >= 0 else { return nil }
        let c = colors[point]
        return SIMD3(Double((c >> 16) & 255), Double((c >> 8) & 255), Double(c & 255))
    }

    func elevation(_ pixel: Int) -> Double {
        guard let support else { return 0 }
        let p = SIMD3(Double(image.a[pixel]), Double(image.b[pixel]), 1) / Double(image.d[pixel])
        return support.normal.dot(p) - support.offset
    }

    /// A ray in the coordinates of the patches' surfaces.
    func surfaceCoordinates(_ a: Double, _ b: Double) -> (u: Double, v: Double) {
        let frame = segmented.frame
        return ((a - frame.a0) * frame.scale, (b - frame.b0) * frame.scale)
    }

    /// Unit normal of a patch's surface at (a, b), towards the camera.
    func normal(_ patch: Int, _ a: Double, _ b: Double) -> SIMD3<Double> {
        let scale = segmented.frame.scale
        let (u, v) = surfaceCoordinates(a, b)
        let surfaceHere = segmented.surfaces[patch]
        let gradient = surfaceHere.gradient(u, v)
        var (da, db) = (gradient.u * scale, gradient.v * scale)
        var d = surfaceHere(u, v)
        if let surface {
            da += surface.plane.cu
            db += surface.plane.cv
            d += surface.plane(a, b)
        }
        return -SIMD3(da, db, d - a * da - b * db).normalized
    }
}

/// What one walk over the pixels sums up of the patches and their borders.
private struct PatchSums {
    /// Pixels without a point that a border reaches across: the shadow that an edge casts in triangulating sensors.
    private static let reach = 8

    private(set) var patches: [PatchProperties]
    private(set) var borders: [PatchBorder] = []
    private var borderOfPair: [UInt64: Int] = [:]

    init(patches count: Int) { patches = [PatchProperties](repeating: .init(), count: count) }

    mutating func visit(_ pixels: PatchPixels) {
        let image = pixels.image
        let (width, height) = (image.width, image.height)
        for row in 0..<height {
            for column in 0..<width {
                let i = row * width + column
                if pixels.patch(i) >= 0 {
                    addPixel(i, row: row, column: column, pixels)
                    // The next pixel with a point to the right and below, across a few without.
                    lookAhead(i, step: 1, limit: width - 1 - column, upward: false, pixels)
                    lookAhead(i, step: width, limit: height - 1 - row, upward: true, pixels)
                } else if image.d[i] > 0 {
                    // The support beside a patch.
                    if column > 0 { meetSupport(i, i - 1, pixels) }
                    if column + 1 < width { meetSupport(i, i + 1, pixels) }
                    if row > 0 { meetSupport(i, i - width, pixels) }
                    if row + 1 < height { meetSupport(i, i + width, pixels) }
                }
            }
        }
    }

    private mutating func addPixel(_ i: Int, row: Int, column: Int, _ pixels: PatchPixels) {
        let (patch, image) = (Int(pixels.patch(i)), pixels.image)
        let (a, b, d) = (Double(image.a[i]), Double(image.b[i]), Double(image.d[i]))
        patches[patch].pixels += 1
        patches[patch].center.column += Double(column)
        patches[patch].center.row += Double(row)
        patches[patch].point += SIMD3(a, b, 1) / d
        let h = pixels.elevation(i)
        patches[patch].height += h
        patches[patch].lowest = min(patches[patch].lowest, h)
        patches[patch].highest = max(patches[patch].highest, h)
        if let c = pixels.color(i) { patches[patch].color += c }
        patches[patch].columns.low = min(patches[patch].columns.low, column)
        patches[patch].columns.high = max(patches[patch].columns.high, column)
        patches[patch].rows.low = min(patches[patch].rows.low, row)
        patches[patch].rows.high = max(patches[patch].rows.high, row)
    }

    private mutating func lookAhead(_ i: Int, step: Int, limit: Int, upward: Bool, _ pixels: PatchPixels) {
        var k = 1
        while k <= min(limit, Self.reach + 1) {
            let j = i + k * step
            if pixels.image.d[j] > 0 {
                if pixels.patch(j) >= 0, pixels.patch(j) != pixels.patch(i) {
                    visitPair(i, j, gap: k - 1, step: step, upward: upward, pixels)
                }
                return
            }
            k += 1
        }
    }

    private mutating func meetSupport(_ i: Int, _ j: Int, _ pixels: PatchPixels) {
        let patch = Int(pixels.patch(j))
        guard patch >= 0 else { return }
        if Double(pixels.residuals[j] - pixels.residuals[i]) / pixels.noise < 5 {
            patches[patch].contact += 1
        } else {
            patches[patch].overhang += 1
        }
    }

    /// Adds a pair of pixels to the border of their patches; `gap` pixels without a point lie between.
    private mutating func visitPair(_ i: Int, _ j: Int, gap: Int, step: Int, upward: Bool, _ pixels: PatchPixels) {
        let (segmented, image, noise) = (pixels.segmented, pixels.image, pixels.noise)
        let (p, q) = (pixels.patch(i), pixels.patch(j))
        let swap = p > q
        let sign: Double = swap ? -1 : 1
        let index = border(of: min(p, q), max(p, q))
        let pixelGap = Double(image.d[j] - image.d[i]) / noise * sign
        if gap > 0 {
            borders[index].bridged += 1
            borders[index].bridgedGap += abs(pixelGap)
            return
        }
        let (a, b) = (Double(image.a[i] + image.a[j]) / 2, Double(image.b[i] + image.b[j]) / 2)
        let (u, v) = pixels.surfaceCoordinates(a, b)
        let (sp, sq) = (segmented.surfaces[Int(p)], segmented.surfaces[Int(q)])
        let (rp, rq) = (sp(u, v), sq(u, v))
        let surfaceGap = (rq - rp) / noise * sign
        let (np, nq) = (pixels.normal(Int(p), a, b), pixels.normal(Int(q), a, b))
        let angle = acos(min(1, max(-1, np.dot(nq))))
        // Along the step from i to j: nearness rises less behind a ridge.
        let scale = segmented.frame.scale
        let (da, db) = (Double(image.a[j] - image.a[i]) * scale, Double(image.b[j] - image.b[i]) * scale)
        let (gp, gq) = (sp.gradient(u, v), sq.gradient(u, v))
        let bend = (gp.u - gq.u) * da + (gp.v - gq.v) * db
        borders[index].length += 1
        borders[index].surfaceGap += surfaceGap
        borders[index].absoluteSurfaceGap += abs(surfaceGap)
        borders[index].pixelGap += pixelGap
        borders[index].absolutePixelGap += abs(pixelGap)
        if abs(pixelGap) < 5 { borders[index].connected += 1 }
        borders[index].angle += angle
        borders[index].signedAngle += bend > 0 ? angle : -angle
        let d = Double(image.d[i])
        borders[index].metricGap += abs(rq - rp) / (d * d)
        borders[index].height += pixels.elevation(i)
        borders[index].upward += (upward ? -1 : 0) * sign
        addColors(i - 2 * step, j + 2 * step, of: (p, q), to: index, pixels)
    }

    /// The border between two patches, begun if it is new.
    private mutating func border(of first: Int32, _ second: Int32) -> Int {
        let key = UInt64(first) << 32 | UInt64(second)
        if let known = borderOfPair[key] { return known }
        borderOfPair[key] = borders.count
        borders.append(PatchBorder(first: first, second: second))
        return borders.count - 1
    }

    /// The colours a little inside each side of a border, where both lie in its patches.
    private mutating func addColors(
        _ back: Int, _ forth: Int, of pair: (Int32, Int32), to index: Int, _ pixels: PatchPixels
    ) {
        guard back >= 0, forth < pixels.image.count, pixels.patch(back) == pair.0, pixels.patch(forth) == pair.1,
            let here = pixels.color(back), let there = pixels.color(forth)
        else { return }
        let swap = pair.0 > pair.1
        borders[index].colorCount += 1
        borders[index].firstColor += swap ? there : here
        borders[index].secondColor += swap ? here : there
    }
}

// MARK: After the walk

extension PatchSums {
    /// Makes means of the patches' sums.
    mutating func finishPatches(_ pixels: PatchPixels) {
        for index in patches.indices {
            let n = max(1, patches[index].pixels)
            patches[index].point /= n
            patches[index].height /= n
            patches[index].center.column /= n
            patches[index].center.row /= n
            patches[index].color /= n
            let p = patches[index].point
            patches[index].normal = pixels.normal(index, p.x / p.z, p.y / p.z)
            let (surface, scale) = (pixels.segmented.surfaces[index], pixels.segmented.frame.scale)
            patches[index].curvature = 2 * (surface.cuu + surface.cvv) * scale * scale
        }
    }

    /// What of each patch's outline it shares, and what lies behind others.
    mutating func shareBorders() {
        for border in borders {
            patches[Int(border.first)].shared += border.length
            patches[Int(border.second)].shared += border.length
            let far = Int(border.pixelGap > 0 ? border.first : border.second)
            patches[far].sunk += border.length - border.connected
        }
        for index in patches.indices {
            let outline = patches[index].contact + patches[index].overhang + patches[index].shared
            patches[index].sunk /= max(1, outline)
        }
    }
}
