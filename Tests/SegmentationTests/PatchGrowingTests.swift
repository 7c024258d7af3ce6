import LinearAlgebra
import TestSupport
import Testing

@testable import Segmentation

@Suite struct PatchGrowingTests {
    private static let noise: Float = 0.002

    /// The open pixels go one by one to the neighbour whose surface fits best; found by looking through all of them.
    private func slowGrowth(
        _ owner: [Int32], _ patches: SurfacePatches, support: Int32, image: RangeImage, residuals: [Float], gap: Float
    ) -> [Int32] {
        var owner = owner
        /// Waiting offers in the order in which they were made.
        var waiting: [(level: Int, pixel: Int, owner: Int32)] = []
        func offer(_ j: Int, from i: Int) {
            guard owner[j] == PixelOwner.open, abs(image.d[i] - image.d[j]) < gap else { return }
            let s = owner[i]
            let (u, v) = (patches.frame.u(image.a[j]), patches.frame.v(image.b[j]))
            let expected = s == support ? 0 : Float(patches.surfaces[Int(s)](u, v))
            waiting.append((min(63, Int(abs(residuals[j] - expected) / Self.noise * 4)), j, s))
        }
        func neighbors(_ i: Int) -> [Int] {
            var result: [Int] = []
            if i % image.width > 0 { result.append(i - 1) }
            if i % image.width + 1 < image.width { result.append(i + 1) }
            if i >= image.width { result.append(i - image.width) }
            if i + image.width < image.count { result.append(i + image.width) }
            return result
        }
        for j in owner.indices where owner[j] == PixelOwner.open {
            for i in neighbors(j) where owner[i] >= 0 { offer(j, from: i) }
        }
        while let best = waiting.indices.min(by: { (waiting[$0].level, $0) < (waiting[$1].level, $1) }) {
            let (_, pixel, surface) = waiting.remove(at: best)
            guard owner[pixel] == PixelOwner.open else { continue }
            owner[pixel] = surface
            for j in neighbors(pixel) { offer(j, from: pixel) }
        }
        return owner
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func theBestFittingPixelIsTakenFirst(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let image = MadeImages.image(width: 24, height: 18) { a, b in 1 + 0.1 * max(a, b) + 0.002 * random.normal() }
        let residuals = image.d.map { $0 - 1 }
        let halves = image.a.indices.map { image.a[$0] < image.b[$0] ? Int32(0) : 1 }
        let patches = MadeImages.patches(halves, of: image, residuals: residuals)
        // Support in the lower rows, seeds of the two here and there, the rest open or outside.
        let owner = image.d.indices.map { i -> Int32 in
            switch Int.random(in: 0..<10, using: &random) {
            case 0: halves[i]
            case 1: i / 24 > 12 ? 2 : halves[i]
            case 2: PixelOwner.outside
            default: PixelOwner.open
            }
        }
        var growth = PixelGrowth(
            owner: owner, surfaces: patches.surfaces, support: 2, frame: patches.frame, noise: Self.noise, gap: 0.01)
        growth.run(image: image, residuals: residuals)
        let slow = slowGrowth(owner, patches, support: 2, image: image, residuals: residuals, gap: 0.01)
        #expect(growth.owner == slow, "seed \(seed)")
    }

    /// The ridge between two faces is found to the pixel, though the patches' borders are in steps.
    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func theBorderOfTwoFacesIsTheirEdge(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let (left, right) = (
            MadeImages.plane(Vector3(-0.6, 0, -0.8), offset: -0.8),
            MadeImages.plane(Vector3(0.6, 0, -0.8), offset: -0.8)
        )
        let image = MadeImages.image(width: 120, height: 80, focal: 150) { a, b in
            (a < 0 ? left(a, b) : right(a, b)) + Double(Self.noise) * random.normal()
        }
        let pieces = SurfacePatches(
            mask: image.d.map { _ in true }, residuals: image.d, image: image, noise: Self.noise)
        let grown = pieces.grown(
            image: image, residuals: image.d, noise: Self.noise, gap: 5 * Self.noise, hasSupport: false)
        #expect(grown.count == 2, "seed \(seed)")
        let (first, last) = (grown.patchOfPixel[0], grown.patchOfPixel[119])
        #expect(first >= 0 && last >= 0 && first != last)
        let wrong = image.d.indices.count { i in
            abs(image.a[i]) > 1.5 / 150 && grown.patchOfPixel[i] != (image.a[i] < 0 ? first : last)
        }
        #expect(wrong * 100 < image.count, "seed \(seed): \(wrong) pixels")
    }

    /// What no core reaches becomes a patch when it is large enough, and is left out when it is small.
    @Test func islandsArePatchesOfTheirOwn() {
        // Nearer than the rest by far: a square of 8 × 8 pixels and one of 3 × 3.
        func isIsland(_ a: Double, _ b: Double) -> Bool {
            (abs(a + 0.2) < 0.04 && abs(b) < 0.04) || (abs(a - 0.2) < 0.015 && abs(b) < 0.015)
        }
        let image = MadeImages.image(width: 81, height: 61) { a, b in isIsland(a, b) ? 2 : 1 }
        let pieces = SurfacePatches(
            mask: image.d.map { _ in true }, residuals: image.d, image: image, noise: Self.noise)
        let grown = pieces.grown(image: image, residuals: image.d, noise: Self.noise, gap: 0.01, hasSupport: false)
        let numbers = Set(grown.patchOfPixel)
        #expect(grown.count == 2 && numbers == [-1, 0, 1])
        #expect(grown.patchOfPixel.count { $0 == -1 } == 9)
    }
}
