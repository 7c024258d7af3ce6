import LinearAlgebra
import TestSupport
import Testing

@testable import Segmentation

/// Large planes and the choice among them, on images of known surfaces.
@Suite struct SupportSearchTests {
    /// A table below (its normal up and towards the camera) and a wall behind.
    private static let table: @Sendable (Double, Double) -> Double = MadeImages.plane(
        Vector3(0, -0.8, -0.6), offset: -0.8)
    private static let wall: @Sendable (Double, Double) -> Double = MadeImages.plane(Vector3(0, 0, -1), offset: -2)

    private static func image(noise: Double, seed: UInt64, _ inverseDepth: (Double, Double) -> Double) -> RangeImage {
        var random = SeededGenerator(seed: seed)
        return MadeImages.image(width: 160, height: 120) { a, b in inverseDepth(a, b) + noise * random.normal() }
    }

    private static func isSame(_ plane: InverseDepthPlane, _ truth: (Double, Double) -> Double) -> Bool {
        [(-0.5, -0.4), (0.6, 0.3), (0, 0.5)].allSatisfy { abs(plane($0.0, $0.1) - truth($0.0, $0.1)) < 0.02 }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func theNoiseOfCellsIsThatOfThePixels(seed: UInt64) {
        let cells = ImageCells(Self.image(noise: 0.003, seed: seed, Self.wall), threads: 2)
        #expect(abs(cells.noise / 0.003 - 1) < 0.1, "seed \(seed)")
        #expect(cells.pixelCount == 160 * 120)
        #expect(ImageCells(Self.image(noise: 0, seed: seed, Self.wall), threads: 1).noise <= 2 * ImageCells.leastNoise)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func bothPlanesAreFoundTheLargerFirst(seed: UInt64) throws {
        let cells = ImageCells(
            Self.image(noise: 0.002, seed: seed) { max(Self.table($0, $1), Self.wall($0, $1)) }, threads: 1)
        let planes = cells.largePlanes()
        try #require(planes.count == 2, "seed \(seed)")
        #expect(planes[0].support > planes[1].support)
        let tableIsFirst = Self.isSame(planes[0].plane, Self.table)
        #expect(Self.isSame(planes[tableIsFirst ? 0 : 1].plane, Self.table), "seed \(seed)")
        #expect(Self.isSame(planes[tableIsFirst ? 1 : 0].plane, Self.wall), "seed \(seed)")
        #expect(zip(planes[0].cells, planes[1].cells).allSatisfy { !($0 && $1) }, "no cell lies on both")
    }

    @Test func aBallHasNoLargePlane() {
        // The nearer crossing of the ray (a, b, 1) z with a ball 1 m off.
        let (distance, radius) = (1.0, 0.45)
        let image = Self.image(noise: 0.002, seed: 1) { a, b in
            let (s, t) = (a * a + b * b + 1, distance * distance - radius * radius)
            let root = distance * distance - s * t
            return root > 0 ? s / (distance - root.squareRoot()) : 0.2
        }
        let planes = ImageCells(image, threads: 1).largePlanes()
        #expect(planes.allSatisfy { Self.isSame($0.plane) { _, _ in 0.2 } }, "only what lies behind it")
    }

    @Test func tooFewPixelsHaveNoPlanes() {
        #expect(
            ImageCells(MadeImages.image(width: 7, height: 7, inverseDepth: Self.wall), threads: 1).largePlanes().isEmpty
        )
        #expect(ImageCells(MadeImages.image(width: 40, height: 40) { _, _ in 0 }, threads: 1).largePlanes().isEmpty)
    }

    @Test func thePlaneThatCarriesIsTheSupportThoughItIsSmaller() throws {
        // Seen from a low place: the wall fills more of the image. A box stands on the table.
        let table = MadeImages.plane(Vector3(0, -1, 0), offset: -0.35)
        let box = MadeImages.plane(Vector3(0, 0, -1), offset: -1)
        let image = Self.image(noise: 0.002, seed: 2) { a, b in
            let isBox = abs(a) < 0.15 && b > 0.05 && b < 0.35
            return isBox ? box(a, b) : max(table(a, b), Self.wall(a, b))
        }
        let cells = ImageCells(image, threads: 1)
        let planes = cells.largePlanes()
        let wall = try #require(planes.firstIndex { Self.isSame($0.plane, Self.wall) })
        let carrier = try #require(planes.firstIndex { Self.isSame($0.plane, table) })
        #expect(planes[wall].support > planes[carrier].support)
        #expect(cells.supportIndex(of: planes, cloudFromCamera: .identity, up: nil) == carrier)
        // Told that up is towards the camera, only the wall is level.
        #expect(cells.supportIndex(of: planes, cloudFromCamera: .identity, up: Vector3(0, 0, -1)) == wall)
        #expect(cells.supportIndex(of: planes, cloudFromCamera: .identity, up: Vector3(1, 0, 0)) == nil)
        #expect(cells.supportIndex(of: [], cloudFromCamera: .identity, up: nil) == nil)
    }

    /// Lens distortion: a cubic of ten noise levels on a plane.
    @Test func theBendOfTheSupportIsTakenUp() {
        let noise = 0.002
        let bend: (Double, Double) -> Double = { a, b in 0.02 * (a * a * a - 0.5 * a * b * b) }
        let image = Self.image(noise: noise, seed: 4) { Self.table($0, $1) + bend($0, $1) }
        let cells = ImageCells(image, threads: 1)
        let plane = InverseDepthPlane(0.75, 0, 1)
        let (surface, measured) = SupportSurface.fit(to: image, near: plane, noise: cells.noise)
        #expect(abs(measured / noise - 1) < 0.15)
        for (a, b) in [(-0.6, -0.4), (0.5, 0.5), (0, 0), (0.7, -0.1)] {
            #expect(abs(surface(a, b) - Self.table(a, b) - bend(a, b)) < noise)
        }
        let residuals = surface.residuals(of: image, threads: 2)
        #expect(residuals == surface.residuals(of: image, threads: 1))
        for i in stride(from: 0, to: image.count, by: 97) {
            let slow = Double(image.d[i]) - surface(Double(image.a[i]), Double(image.b[i]))
            #expect(abs(Double(residuals[i]) - slow) < 1e-6)
        }
        #expect(surface.curvedness(of: image, noise: measured) < 0.05)
    }
}
