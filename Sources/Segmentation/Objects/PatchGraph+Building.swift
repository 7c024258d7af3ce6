import Glibc
import LinearAlgebra
import Sensing

extension PatchGraph {
    /// Sums up what is known of the patches and their borders, in one walk over the pixels.
    ///
    /// - Complexity: O(n) in the pixels.
    init(of pixels: PatchPixels) {
        self.init(
            patches: [PatchProperties](repeating: .init(), count: pixels.patches.count), borders: [], unit: pixels.unit)
        var borderOfPair: [UInt64: Int] = [:]
        let (width, height) = (pixels.image.width, pixels.image.height)
        for row in 0..<height {
            for column in 0..<width {
                let i = row * width + column
                if pixels.patch(i) >= 0 {
                    addPixel(i, row: row, column: column, pixels)
                    // Each pair of neighbours once: with the pixel to the right, with the one below.
                    if column + 1 < width { addPair(i, i + 1, pixels, &borderOfPair) }
                    if row + 1 < height { addPair(i, i + width, pixels, &borderOfPair) }
                } else if pixels.image.d[i] > 0 {
                    forEachNeighbor(of: i, width: width, count: width * height) { j in
                        if pixels.patch(j) >= 0 { addContact(ofSupport: i, with: j, pixels) }
                    }
                }
            }
        }
        finishPatches(pixels)
        borders.sort { ($0.first, $0.second) < ($1.first, $1.second) }
    }

    private mutating func addPixel(_ i: Int, row: Int, column: Int, _ pixels: PatchPixels) {
        let patch = Int(pixels.patch(i))
        patches[patch].pixels += 1
        patches[patch].center.column += Double(column)
        patches[patch].center.row += Double(row)
        patches[patch].point += pixels.point(i)
        let height = pixels.height(i)
        patches[patch].height += height
        patches[patch].highest = max(patches[patch].highest, height)
        patches[patch].columns.low = min(patches[patch].columns.low, column)
        patches[patch].columns.high = max(patches[patch].columns.high, column)
        patches[patch].rows.low = min(patches[patch].rows.low, row)
        patches[patch].rows.high = max(patches[patch].rows.high, row)
    }

    /// Adds a pixel of the support beside one of a patch.
    private mutating func addContact(ofSupport i: Int, with j: Int, _ pixels: PatchPixels) {
        let patch = Int(pixels.patch(j))
        if Double(pixels.residuals[j] - pixels.residuals[i]) / pixels.noise < pixels.gap {
            patches[patch].contact += 1
        } else {
            patches[patch].overhang += 1
        }
    }

    /// Adds two neighbouring pixels to the border of their patches, if these are two.
    private mutating func addPair(_ i: Int, _ j: Int, _ pixels: PatchPixels, _ borderOfPair: inout [UInt64: Int]) {
        let (p, q) = (pixels.patch(i), pixels.patch(j))
        guard q >= 0, q != p else { return }
        let index = border(of: min(p, q), max(p, q), &borderOfPair)
        let image = pixels.image
        let sign: Double = p > q ? -1 : 1
        let pixelGap = Double(image.d[j] - image.d[i]) / pixels.noise * sign
        let (a, b) = (Double(image.a[i] + image.a[j]) / 2, Double(image.b[i] + image.b[j]) / 2)
        let (u, v) = pixels.surfaceCoordinates(a, b)
        let (sp, sq) = (pixels.patches.surfaces[Int(p)], pixels.patches.surfaces[Int(q)])
        let (rp, rq) = (sp(u, v), sq(u, v))
        let (np, nq) = (pixels.normal(Int(p), a, b), pixels.normal(Int(q), a, b))
        let angle = acos(min(1, max(-1, np.dot(nq))))
        // Along the step from i to j: behind a ridge, inverse depth rises less.
        let scale = pixels.patches.frame.scale
        let (du, dv) = (Double(image.a[j] - image.a[i]) * scale, Double(image.b[j] - image.b[i]) * scale)
        let (gp, gq) = (sp.gradient(u, v), sq.gradient(u, v))
        let bend = (gp.u - gq.u) * du + (gp.v - gq.v) * dv
        let d = Double(image.d[i])
        borders[index].length += 1
        borders[index].pixelGap += pixelGap
        borders[index].absolutePixelGap += abs(pixelGap)
        if abs(pixelGap) < pixels.gap { borders[index].connected += 1 }
        borders[index].signedAngle += bend > 0 ? angle : -angle
        borders[index].metricGap += abs(rq - rp) / (d * d)
        // Two pixels inside each side: those at the border itself may be mixed.
        addColors(i - 2 * (j - i), j + 2 * (j - i), of: (p, q), to: index, pixels)
    }

    /// The border between two patches, begun if it is new.
    private mutating func border(of first: Int32, _ second: Int32, _ borderOfPair: inout [UInt64: Int]) -> Int {
        let key = UInt64(first) << 32 | UInt64(second)
        if let known = borderOfPair[key] { return known }
        borderOfPair[key] = borders.count
        borders.append(PatchBorder(first: first, second: second))
        return borders.count - 1
    }

    /// The colours of two pixels, where both lie in the patches of a border.
    private mutating func addColors(
        _ i: Int, _ j: Int, of pair: (Int32, Int32), to index: Int, _ pixels: PatchPixels
    ) {
        guard i >= 0, j < pixels.image.count, pixels.patch(i) == pair.0, pixels.patch(j) == pair.1,
            let here = pixels.color(i), let there = pixels.color(j)
        else { return }
        let swap = pair.0 > pair.1
        borders[index].colorCount += 1
        borders[index].firstColor += swap ? there : here
        borders[index].secondColor += swap ? here : there
    }

    /// In the scene's unit of length: what reaches less high over a patch's mean doesn't enclose it.
    private static let leastRise = 0.01

    /// Makes means of the patches' sums, and adds what their borders tell of their outlines.
    private mutating func finishPatches(_ pixels: PatchPixels) {
        for index in patches.indices {
            let n = max(1, patches[index].pixels)
            patches[index].point /= n
            patches[index].height /= n
            patches[index].center.column /= n
            patches[index].center.row /= n
            let p = patches[index].point
            patches[index].normal = pixels.normal(index, p.x / p.z, p.y / p.z)
            patches[index].levelness = pixels.up.map { ($0 * patches[index].normal).sum() } ?? 0
            let (surface, scale) = (pixels.patches.surfaces[index], pixels.patches.frame.scale)
            patches[index].curvature = 2 * (surface.cuu + surface.cvv) * scale * scale
        }
        for border in borders {
            patches[Int(border.first)].shared += border.length
            patches[Int(border.second)].shared += border.length
            let (first, second) = (Int(border.first), Int(border.second))
            for (inner, outer) in [(first, second), (second, first)]
            where patches[outer].highest > patches[inner].height + Self.leastRise * unit {
                patches[inner].enclosed += border.length
            }
        }
        for index in patches.indices { patches[index].enclosed /= max(1, patches[index].outline) }
    }
}
