import Glibc
import LinearAlgebra
import PointClouds

/// What is known of a patch by itself.
struct PatchProperties {
    var pixels = 0.0
    /// Sums over its pixels, divided at the end: the mean point in the camera's frame, unit normal, height, colour.
    var point = SIMD3<Double>.zero
    var normal = SIMD3<Double>.zero
    var height = 0.0
    var color = SIMD3<Double>.zero
    var lowest = Double.infinity
    var highest = -Double.infinity
    /// Pixel pairs shared with the support: at a crease (it stands there) and over a step (it hides the support).
    var contact = 0.0
    var overhang = 0.0
    /// Pixel pairs shared with other patches.
    var shared = 0.0
    /// The share of its outline that lies behind nearer patches.
    var sunk = 0.0
    /// The sum of its principal curvatures as the camera sees them, 1/m: positive in hollow things.
    var curvature = 0.0
    /// The mean pixel.
    var center = (column: 0.0, row: 0.0)
    /// Bounds in the image.
    var columns = (low: Int.max, high: Int.min)
    var rows = (low: Int.max, high: Int.min)
}

/// What is known of the border between two patches, seen from `first` to `second`; sums over the pixel pairs.
struct PatchBorder {
    var first: Int32
    var second: Int32
    /// Neighbouring pixel pairs, and pairs across pixels without a point.
    var length = 0.0
    var bridged = 0.0
    /// Second minus first, in noise levels: of the patches' surfaces at the border, and of the pixels.
    var surfaceGap = 0.0
    var absoluteSurfaceGap = 0.0
    var pixelGap = 0.0
    var absolutePixelGap = 0.0
    var bridgedGap = 0.0
    /// Pairs whose pixels differ by less than the gap tolerance.
    var connected = 0.0
    /// Angle between the surfaces in radians; its signed sum is positive where the border is a ridge.
    var angle = 0.0
    var signedAngle = 0.0
    /// Metres between the surfaces along the ray.
    var metricGap = 0.0
    var height = 0.0
    /// The second above the first in the image.
    var upward = 0.0
    /// Colours two pixels inside each side.
    var colorCount = 0.0
    var firstColor = SIMD3<Double>.zero
    var secondColor = SIMD3<Double>.zero
}

/// The patches of a scene and how they meet.
struct PatchGraph {
    var patches: [PatchProperties]
    var borders: [PatchBorder]
}

extension PatchGraph {
    /// Pixels without a point that a border reaches across: the shadow that an edge casts in triangulating sensors.
    private static let reach = 8

    init(
        _ segmented: SurfacePatches, image: RangeImage, residuals: [Float], surface: SupportSurface?, noise: Double,
        colors: [UInt32]?
    ) {
        var patches = [PatchProperties](repeating: .init(), count: segmented.count)
        var borders: [PatchBorder] = []
        var borderOfPair: [UInt64: Int] = [:]
        let (width, height) = (image.width, image.height)
        let of = segmented.patchOfPixel
        let frame = segmented.frame
        let support = surface?.plane.normalAndOffset

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
        /// Unit normal of a patch's surface at (a, b), towards the camera.
        func normal(_ patch: Int, _ a: Double, _ b: Double) -> SIMD3<Double> {
            let (u, v) = ((a - frame.a0) * frame.scale, (b - frame.b0) * frame.scale)
            let surfaceHere = segmented.surfaces[patch]
            let gradient = surfaceHere.gradient(u, v)
            var (da, db) = (gradient.u * frame.scale, gradient.v * frame.scale)
            var d = surfaceHere(u, v)
            if let surface {
                da += surface.plane.cu
                db += surface.plane.cv
                d += surface.plane(a, b)
            }
            return -SIMD3(da, db, d - a * da - b * db).normalized
        }

        func visitPair(_ i: Int, _ j: Int, gapPixels: Int, step: Int, upward: Bool) {
            let (p, q) = (of[i], of[j])
            let swap = p > q
            let (first, second) = swap ? (q, p) : (p, q)
            let key = UInt64(first) << 32 | UInt64(second)
            let index: Int
            if let known = borderOfPair[key] {
                index = known
            } else {
                index = borders.count
                borderOfPair[key] = index
                borders.append(PatchBorder(first: first, second: second))
            }
            let sign: Double = swap ? -1 : 1
            let pixelGap = Double(image.d[j] - image.d[i]) / noise * sign
            if gapPixels > 0 {
                borders[index].bridged += 1
                borders[index].bridgedGap += abs(pixelGap)
                return
            }
            let (a, b) = (Double(image.a[i] + image.a[j]) / 2, Double(image.b[i] + image.b[j]) / 2)
            let (u, v) = ((a - frame.a0) * frame.scale, (b - frame.b0) * frame.scale)
            let (sp, sq) = (segmented.surfaces[Int(p)], segmented.surfaces[Int(q)])
            let (rp, rq) = (sp(u, v), sq(u, v))
            let surfaceGap = (rq - rp) / noise * sign
            let (np, nq) = (normal(Int(p), a, b), normal(Int(q), a, b))
            let angle = acos(min(1, max(-1, np.dot(nq))))
            // Along the step from i to j: nearness rises less behind a ridge.
            let (da, db) = (
                Double(image.a[j] - image.a[i]) * frame.scale, Double(image.b[j] - image.b[i]) * frame.scale
            )
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
            borders[index].height += elevation(i)
            borders[index].upward += (upward ? -1 : 0) * sign
            let (back, forth) = (i - 2 * step, j + 2 * step)
            if back >= 0, forth < of.count, of[back] == p, of[forth] == q, let cp = color(back), let cq = color(forth) {
                borders[index].colorCount += 1
                borders[index].firstColor += swap ? cq : cp
                borders[index].secondColor += swap ? cp : cq
            }
        }

        func lookAhead(_ i: Int, step: Int, limit: Int, upward: Bool) {
            var k = 1
            while k <= min(limit, Self.reach + 1) {
                let j = i + k * step
                if image.d[j] > 0 {
                    if of[j] >= 0, of[j] != of[i] { visitPair(i, j, gapPixels: k - 1, step: step, upward: upward) }
                    return
                }
                k += 1
            }
        }
        func meetSupport(_ i: Int, _ j: Int) {
            if Double(residuals[j] - residuals[i]) / noise < 5 {
                patches[Int(of[j])].contact += 1
            } else {
                patches[Int(of[j])].overhang += 1
            }
        }

        for row in 0..<height {
            for column in 0..<width {
                let i = row * width + column
                guard of[i] >= 0 else {
                    // The support beside a patch.
                    if image.d[i] > 0 {
                        if column > 0, of[i - 1] >= 0 { meetSupport(i, i - 1) }
                        if column + 1 < width, of[i + 1] >= 0 { meetSupport(i, i + 1) }
                        if row > 0, of[i - width] >= 0 { meetSupport(i, i - width) }
                        if row + 1 < height, of[i + width] >= 0 { meetSupport(i, i + width) }
                    }
                    continue
                }
                let patch = Int(of[i])
                let (a, b, d) = (Double(image.a[i]), Double(image.b[i]), Double(image.d[i]))
                patches[patch].pixels += 1
                patches[patch].center.column += Double(column)
                patches[patch].center.row += Double(row)
                patches[patch].point += SIMD3(a, b, 1) / d
                let h = elevation(i)
                patches[patch].height += h
                patches[patch].lowest = min(patches[patch].lowest, h)
                patches[patch].highest = max(patches[patch].highest, h)
                if let c = color(i) { patches[patch].color += c }
                patches[patch].columns.low = min(patches[patch].columns.low, column)
                patches[patch].columns.high = max(patches[patch].columns.high, column)
                patches[patch].rows.low = min(patches[patch].rows.low, row)
                patches[patch].rows.high = max(patches[patch].rows.high, row)
                // The next pixel with a point to the right and below, across a few without.
                lookAhead(i, step: 1, limit: width - 1 - column, upward: false)
                lookAhead(i, step: width, limit: height - 1 - row, upward: true)
            }
        }
        for index in patches.indices {
            let n = max(1, patches[index].pixels)
            patches[index].point /= n
            patches[index].height /= n
            patches[index].center.column /= n
            patches[index].center.row /= n
            patches[index].color /= n
            let p = patches[index].point
            patches[index].normal = normal(index, p.x / p.z, p.y / p.z)
        }
        for border in borders {
            patches[Int(border.first)].shared += border.length
            patches[Int(border.second)].shared += border.length
            let far = Int(border.pixelGap > 0 ? border.first : border.second)
            patches[far].sunk += border.length - border.connected
        }
        for index in patches.indices {
            let outline = patches[index].contact + patches[index].overhang + patches[index].shared
            patches[index].sunk /= max(1, outline)
            let surfaceHere = segmented.surfaces[index]
            patches[index].curvature = 2 * (surfaceHere.cuu + surfaceHere.cvv) * frame.scale * frame.scale
        }
        borders.sort { ($0.first, $0.second) < ($1.first, $1.second) }
        self.init(patches: patches, borders: borders)
    }
}

extension PatchProperties {
    /// Widens the bounds in the image to another patch's.
    mutating func encloseInImage(_ other: Self) {
        columns = (min(columns.low, other.columns.low), max(columns.high, other.columns.high))
        rows = (min(rows.low, other.rows.low), max(rows.high, other.rows.high))
    }

    /// Whether it is the support's own unevenness (or a reflection on it) rather than a thing: thin, level with the
    /// support along nearly all of its outline.
    func isBump(noise: Double) -> Bool {
        height < 4.5 * noise * point.z * point.z && contact > 0.6 * (contact + overhang + shared)
    }
}
