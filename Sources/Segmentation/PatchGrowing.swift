/// Borders to the pixel: the trustworthy patches take over the rest.
///
/// Merging leaves fragments along edges and creases, and borders in the steps of its cells. Patches that are large and
/// not sharply curved are kept as cores, thinned where they meet others; then they grow again, each time into the pixel
/// that fits its neighbour's surface best (seeded region growing, Adams and Bischof 1994). The support takes part as
/// one of them, so that the line where a thing stands on it is found the same way.
extension SurfacePatches {
    struct Growing: Equatable {
        /// A core's pixels, at least.
        var corePixels = 120
        /// The sharpest curvature of a core, 1/m, towards a valley and towards a ridge.
        var valleyCurvature = 70.0
        var ridgeCurvature = 150.0
        /// Cores of this many pixels are thinned.
        var thinnedPixels = 400
        /// Pixels of the support beside the foreground that may be taken.
        var reach = 2
        /// Fragments that no core reaches become patches from this size on.
        var islandPixels = 40
    }

    /// The patches after growing; those that are no cores are gone.
    func grown(
        image: RangeImage, residuals: [Float], noise: Float, gap: Float, hasSupport: Bool,
        parameters: Growing = .init()
    ) -> SurfacePatches {
        let (width, height) = (image.width, image.height)
        var number = [Int32](repeating: -1, count: count)
        var result = SurfacePatches(patchOfPixel: patchOfPixel, surfaces: [], moments: [], frame: frame)
        for patch in 0..<count where isCore(patch, parameters) {
            number[patch] = Int32(result.surfaces.count)
            result.surfaces.append(surfaces[patch])
            result.moments.append(moments[patch])
        }
        let support = Int32(result.surfaces.count)
        let (open, outside): (Int32, Int32) = (-1, -2)
        // The owner of each pixel: a core, the support, open, or outside.
        var owner = [Int32](repeating: outside, count: image.count)
        for i in owner.indices where image.d[i] > 0 {
            let patch = patchOfPixel[i]
            owner[i] = patch >= 0 ? number[Int(patch)] : hasSupport ? support : outside
        }
        // Where a core meets another or a fragment it is thinned by a pixel, the support beside the foreground by more.
        var thinned: [Int] = []
        for i in owner.indices where owner[i] != outside && owner[i] != support {
            let (row, column) = (i / width, i % width)
            let here = owner[i]
            let isThin = here >= 0 && result.moments[Int(here)].plane.n < Double(parameters.thinnedPixels)
            let reach = hasSupport ? parameters.reach : 1
            for r in max(0, row - reach)...min(height - 1, row + reach) {
                for c in max(0, column - reach)...min(width - 1, column + reach) {
                    let other = owner[r * width + c]
                    guard other != here, other != outside else { continue }
                    if other == support { thinned.append(r * width + c) }
                    if here >= 0, !isThin, abs(r - row) <= 1, abs(c - column) <= 1 { thinned.append(i) }
                }
            }
        }
        for i in thinned { owner[i] = open }
        var growth = Growth(owner: owner, surfaces: result.surfaces, frame: frame, noise: noise, gap: gap)
        growth.run(image: image, residuals: residuals, support: support)
        owner = growth.owner
        result.takeIslands(&owner, open: open, support: support, image: image, residuals: residuals, parameters)
        result.patchOfPixel = owner.map { $0 >= 0 && $0 != support ? ($0 > support ? $0 - 1 : $0) : -1 }
        return result
    }

    private func isCore(_ patch: Int, _ parameters: Growing) -> Bool {
        guard moments[patch].plane.n >= Double(parameters.corePixels) else { return false }
        let s = surfaces[patch]
        let mean = s.cuu + s.cvv
        let spread = ((s.cuu - s.cvv) * (s.cuu - s.cvv) + s.cuv * s.cuv).squareRoot()
        // Second derivatives of inverse depth by the ray's tangents are curvatures where the surface faces the camera.
        let unit = frame.scale * frame.scale
        return (mean + spread) * unit < parameters.valleyCurvature
            && (mean - spread) * unit > -parameters.ridgeCurvature
    }

    /// Open pixels that nothing reached: connected ones become patches of their own, small ones stay out.
    private mutating func takeIslands(
        _ owner: inout [Int32], open: Int32, support: Int32, image: RangeImage, residuals: [Float],
        _ parameters: Growing
    ) {
        var next = support + 1
        for seed in owner.indices where owner[seed] == open {
            owner[seed] = next
            var island = [seed]
            var visited = 0
            var sums = SurfaceMoments()
            while visited < island.count {
                let i = island[visited]
                visited += 1
                sums.add(frame.u(image.a[i]), frame.v(image.b[i]), Double(residuals[i]))
                let column = i % image.width
                for (inside, j) in [
                    (column > 0, i - 1), (column + 1 < image.width, i + 1), (i >= image.width, i - image.width),
                    (i + image.width < owner.count, i + image.width),
                ]
                where inside && owner[j] == open {
                    owner[j] = next
                    island.append(j)
                }
            }
            if island.count >= parameters.islandPixels {
                let plane = sums.plane.fit().plane
                surfaces.append(PatchSurface(c0: plane.c0, cu: plane.cu, cv: plane.cv))
                moments.append(sums)
                next += 1
            } else {
                for i in island { owner[i] = -2 }
            }
        }
    }
}

/// Grows cores into open pixels, best fit first.
private struct Growth {
    var owner: [Int32]
    let surfaces: [PatchSurface]
    let frame: PatchFrame
    let noise: Float
    let gap: Float
    /// Waiting pixels with the core that reaches them, by misfit in quarters of the noise.
    private var buckets = [[(pixel: Int32, core: Int32)]](repeating: [], count: 64)

    init(owner: [Int32], surfaces: [PatchSurface], frame: PatchFrame, noise: Float, gap: Float) {
        (self.owner, self.surfaces, self.frame, self.noise, self.gap) = (owner, surfaces, frame, noise, gap)
    }

    mutating func run(image: RangeImage, residuals: [Float], support: Int32) {
        let width = image.width
        for j in owner.indices where owner[j] == -1 {
            let column = j % width
            if column > 0, owner[j - 1] >= 0 { offer(j, from: j - 1, image, residuals, support) }
            if column + 1 < width, owner[j + 1] >= 0 { offer(j, from: j + 1, image, residuals, support) }
            if j >= width, owner[j - width] >= 0 { offer(j, from: j - width, image, residuals, support) }
            if j + width < owner.count, owner[j + width] >= 0 { offer(j, from: j + width, image, residuals, support) }
        }
        var level = 0
        var heads = [Int](repeating: 0, count: buckets.count)
        while level < buckets.count {
            guard heads[level] < buckets[level].count else {
                level += 1
                continue
            }
            let (pixel, core) = buckets[level][heads[level]]
            heads[level] += 1
            guard owner[Int(pixel)] == -1 else { continue }
            owner[Int(pixel)] = core
            let lowest = spread(from: Int(pixel), image: image, residuals: residuals, support: support)
            level = min(level, lowest)
        }
    }

    /// Offers the open neighbours of a pixel to its owner; gives the lowest level offered.
    private mutating func spread(from i: Int, image: RangeImage, residuals: [Float], support: Int32) -> Int {
        let width = image.width
        let column = i % width
        var lowest = buckets.count
        if column > 0 { lowest = min(lowest, offer(i - 1, from: i, image, residuals, support)) }
        if column + 1 < width { lowest = min(lowest, offer(i + 1, from: i, image, residuals, support)) }
        if i >= width { lowest = min(lowest, offer(i - width, from: i, image, residuals, support)) }
        if i + width < owner.count { lowest = min(lowest, offer(i + width, from: i, image, residuals, support)) }
        return lowest
    }

    @discardableResult @inline(__always)
    private mutating func offer(
        _ j: Int, from i: Int, _ image: RangeImage, _ residuals: [Float], _ support: Int32
    ) -> Int {
        guard owner[j] == -1, abs(image.d[i] - image.d[j]) < gap else { return buckets.count }
        let core = owner[i]
        let expected = core == support ? 0 : Float(surfaces[Int(core)](frame.u(image.a[j]), frame.v(image.b[j])))
        let misfit = abs(residuals[j] - expected) / noise * 4
        let level = misfit < Float(buckets.count - 1) ? Int(misfit) : buckets.count - 1
        buckets[level].append((Int32(j), core))
        return level
    }
}
