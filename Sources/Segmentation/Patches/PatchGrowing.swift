import Sensing

/// What decides how patches grow to the borders of their surfaces.
struct PatchGrowingParameters: Equatable {
    /// Pixels of a core, at least: what merging leaves along edges and creases is smaller.
    var corePixels = 120
    /// The sharpest curvature of a core, in 1 / the scene's unit of length, towards a valley and towards a ridge: a patch
    /// that is bent more bridges a crease. From a metre off, a ridge may be the rim of a cup, 7 mm in radius; a valley of
    /// less than 14 mm is no surface but a corner.
    var valleyCurvature = 70.0
    var ridgeCurvature = 150.0
    /// Cores of this many pixels are thinned where they meet others; smaller ones would lose too much.
    var thinnedPixels = 400
    /// Pixels of the support beside the foreground that may be taken: foreground thresholds cut that much off.
    var reach = 2
    /// Fragments that no core reaches become patches from this size on, in pixels.
    var islandPixels = 40
}

/// Who owns a pixel while patches grow, where no core or the support does.
enum PixelOwner {
    /// Nobody yet.
    static let open: Int32 = -1
    /// No patch's: without a point, or off the foreground and out of reach.
    static let outside: Int32 = -2
}

/// Borders to the pixel: the trustworthy patches take over the rest.
///
/// Merging leaves fragments along edges and creases, and borders in the steps of its cells. Patches that are large and
/// not sharply curved are kept as cores, thinned where they meet others; then they grow again, each time into the pixel
/// that fits its neighbour's surface best (seeded region growing, Adams and Bischof 1994). The support takes part as
/// one of them, so that the line where an object stands on it is found the same way.
extension SurfacePatches {
    /// The patches after growing; those that are no cores are gone.
    ///
    /// - Parameters:
    ///   - gap: neighbouring pixels that differ by this much in inverse depth (1/m) are not connected.
    ///   - length: the scene's unit of length, in metres.
    func grown(
        image: RangeImage, residuals: [Float], noise: Float, gap: Float, hasSupport: Bool,
        unit length: Double = 1, parameters: PatchGrowingParameters = .init()
    ) -> SurfacePatches {
        var number = [Int32](repeating: PixelOwner.open, count: count)
        var result = SurfacePatches(patchOfPixel: patchOfPixel, surfaces: [], moments: [], frame: frame)
        for patch in 0..<count where isCore(patch, unit: length, parameters) {
            number[patch] = Int32(result.surfaces.count)
            result.surfaces.append(surfaces[patch])
            result.moments.append(moments[patch])
        }
        let support = Int32(result.surfaces.count)
        var owner = [Int32](repeating: PixelOwner.outside, count: image.count)
        for i in owner.indices where image.d[i] > 0 {
            let patch = patchOfPixel[i]
            owner[i] = patch >= 0 ? number[Int(patch)] : hasSupport ? support : PixelOwner.outside
        }
        for i in result.pixelsToThin(owner, support: hasSupport ? support : nil, image: image, parameters) {
            owner[i] = PixelOwner.open
        }
        var growth = PixelGrowth(
            owner: owner, surfaces: result.surfaces, support: support, frame: frame, noise: noise, gap: gap)
        growth.run(image: image, residuals: residuals)
        owner = growth.owner
        result.takeIslands(&owner, support: support, image: image, residuals: residuals, parameters)
        // The support's number falls out of the patches'.
        result.patchOfPixel = owner.map { $0 >= 0 && $0 != support ? ($0 > support ? $0 - 1 : $0) : -1 }
        return result
    }

    private func isCore(_ patch: Int, unit length: Double, _ parameters: PatchGrowingParameters) -> Bool {
        guard moments[patch].plane.n >= Double(parameters.corePixels) else { return false }
        let s = surfaces[patch]
        let mean = s.cuu + s.cvv
        let spread = ((s.cuu - s.cvv) * (s.cuu - s.cvv) + s.cuv * s.cuv).squareRoot()
        // Second derivatives of inverse depth by the ray's tangents are curvatures where the surface faces the camera.
        let unit = frame.scale * frame.scale * length
        return (mean + spread) * unit < parameters.valleyCurvature
            && (mean - spread) * unit > -parameters.ridgeCurvature
    }

    /// The pixels by which cores are thinned where they meet another core or a fragment, and the support beside the
    /// foreground.
    ///
    /// - Parameter support: its number among the owners; nil without one.
    private func pixelsToThin(
        _ owner: [Int32], support: Int32?, image: RangeImage, _ parameters: PatchGrowingParameters
    ) -> [Int] {
        let (width, height) = (image.width, image.height)
        let reach = support == nil ? 1 : parameters.reach
        var thinned: [Int] = []
        for i in owner.indices where owner[i] != PixelOwner.outside && owner[i] != support {
            let (row, column) = (i / width, i % width)
            let here = owner[i]
            let isThin = here >= 0 && moments[Int(here)].plane.n < Double(parameters.thinnedPixels)
            for r in max(0, row - reach)...min(height - 1, row + reach) {
                for c in max(0, column - reach)...min(width - 1, column + reach) {
                    let other = owner[r * width + c]
                    guard other != here, other != PixelOwner.outside else { continue }
                    if other == support { thinned.append(r * width + c) }
                    if here >= 0, !isThin, abs(r - row) <= 1, abs(c - column) <= 1 { thinned.append(i) }
                }
            }
        }
        return thinned
    }

    /// Open pixels that nothing reached: connected ones become patches of their own, small ones stay out.
    private mutating func takeIslands(
        _ owner: inout [Int32], support: Int32, image: RangeImage, residuals: [Float],
        _ parameters: PatchGrowingParameters
    ) {
        var next = support + 1
        for seed in owner.indices where owner[seed] == PixelOwner.open {
            owner[seed] = next
            var island = [seed]
            var visited = 0
            var sums = SurfaceMoments()
            while visited < island.count {
                let i = island[visited]
                visited += 1
                sums.add(frame.u(image.a[i]), frame.v(image.b[i]), Double(residuals[i]))
                forEachNeighbor(of: i, width: image.width, count: owner.count) { j in
                    guard owner[j] == PixelOwner.open else { return }
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
                for i in island { owner[i] = PixelOwner.outside }
            }
        }
    }
}
