import LinearAlgebra
import TestSupport
import Testing

@testable import Segmentation

@Suite struct PatchMergingTests {
    private static let noise: Float = 0.001

    private static func patches(
        seed: UInt64, mask: ((Double, Double) -> Bool)? = nil, _ inverseDepth: (Double, Double) -> Double
    ) -> (patches: SurfacePatches, image: RangeImage) {
        var random = SeededGenerator(seed: seed)
        let image = MadeImages.image(width: 96, height: 72) { a, b in
            inverseDepth(a, b) + Double(noise) * random.normal()
        }
        let isInside = image.a.indices.map { mask?(Double(image.a[$0]), Double(image.b[$0])) ?? true }
        return (SurfacePatches(mask: isInside, residuals: image.d, image: image, noise: noise), image)
    }

    private static let wall = MadeImages.plane(Vector3(0.1, 0.2, -1), offset: -1.5)

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func onePlaneIsOnePatch(seed: UInt64) {
        let (patches, image) = Self.patches(seed: seed, Self.wall)
        #expect(patches.count == 1 && patches.patchOfPixel.allSatisfy { $0 == 0 }, "seed \(seed)")
        let surface = patches.surfaces[0]
        #expect(surface.cuu == 0 && surface.cuv == 0 && surface.cvv == 0, "a quadric isn't worth its price")
        for i in stride(from: 0, to: image.count, by: 101) {
            let found = surface(patches.frame.u(image.a[i]), patches.frame.v(image.b[i]))
            #expect(abs(found - Self.wall(Double(image.a[i]), Double(image.b[i]))) < 0.001)
        }
        #expect(patches.moments[0].plane.n == Double(image.count))
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func aBentSurfaceIsOnePatchToo(seed: UInt64) {
        let (patches, _) = Self.patches(seed: seed) { a, b in 1 + 0.3 * a * a + 0.1 * b }
        #expect(patches.count == 1, "seed \(seed)")
        #expect(abs(patches.surfaces[0].cuu * patches.frame.scale * patches.frame.scale - 0.3) < 0.01)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func aStepIsABorder(seed: UInt64) {
        let (patches, image) = Self.patches(seed: seed) { a, b in a < 0.1 ? 1 : 1.2 }
        #expect(patches.count == 2, "seed \(seed)")
        for i in image.d.indices { #expect(patches.patchOfPixel[i] == (image.a[i] < 0.1 ? 0 : 1)) }
    }

    @Test func whatIsMaskedIsOfNoPatch() {
        let (patches, image) = Self.patches(seed: 1, mask: { a, _ in abs(a) > 0.1 }, Self.wall)
        #expect(patches.count == 2)
        for i in image.d.indices { #expect((patches.patchOfPixel[i] < 0) == (abs(Double(image.a[i])) <= 0.1)) }
        let (nothing, _) = Self.patches(seed: 1, mask: { _, _ in false }, Self.wall)
        #expect(nothing.count == 0)
    }

    /// Twice the noise: a fourth of the cost of the residuals, the price of the coefficients stays.
    @Test func theCostIsThatOfItsDefinition() {
        var random = SeededGenerator(seed: 2)
        var sums = SurfaceMoments()
        for k in 0..<50 { sums.add(Double(k % 7), Double(k / 7), random.normal()) }
        let parameters = PatchParameters()
        let (_, squares) = sums.plane.fit()
        let price = 3 * parameters.coefficientPrice
        #expect(abs(parameters.cost(of: sums, variance: 1) - squares - price) < 1e-9)
        #expect(abs(parameters.cost(of: sums, variance: 4) - squares / 4 - price) < 1e-9)
    }
}
