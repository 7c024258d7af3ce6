import Glibc
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Sensing

@Suite struct PixelGridTests {
    /// Rays of a grid's pixels, shuffled, some missing, each moved a little as a file's digits do.
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func theLostColumnsAndRowsAreFoundAgain(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (width, height) = (Int.random(in: 40...120, using: &random), Int.random(in: 30...90, using: &random))
        let focal = Float.random(in: 60...300, using: &random)
        let cells = (0..<width * height).shuffled(using: &random).dropFirst(width * height / 8)
        // The corners stay, so that the extent is known.
        let all = Array(cells) + [0, width * height - 1]
        let a = all.map { Float($0 % width) / focal - 0.2 + .random(in: -1e-7...1e-7, using: &random) }
        let b = all.map { Float($0 / width) / focal - 0.1 + .random(in: -1e-7...1e-7, using: &random) }
        let grid = try #require(PixelGrid(a, b, threads: 2))
        #expect(abs(grid.pitch * focal - 1) < 1e-3, "seed \(seed)")
        #expect(grid.width == width && grid.height == height, "seed \(seed)")
        for (k, cell) in all.enumerated() where grid.width == width {
            #expect(grid.pixel(a[k], b[k]) == cell, "seed \(seed)")
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func looseRaysGetAboutThreeToAPixel(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let a = (0..<9000).map { _ in Float.random(in: -0.5...0.5, using: &random) }
        let b = (0..<9000).map { _ in Float.random(in: -0.3...0.3, using: &random) }
        let grid = try #require(PixelGrid(a, b, threads: 1))
        let perPixel = 9000 / Double(grid.width * grid.height)
        #expect(perPixel > 2 && perPixel < 4, "seed \(seed): \(perPixel)")
    }

    @Test func farOutliersMakeNoHugeImage() throws {
        var random = SeededGenerator(seed: 1)
        let a = (0..<5000).map { _ in Float.random(in: -0.1...0.1, using: &random) } + [900]
        let b = (0..<5000).map { _ in Float.random(in: -0.1...0.1, using: &random) } + [-900]
        if let grid = PixelGrid(a, b, threads: 1) { #expect(grid.width * grid.height < 100_000) }
        #expect(PixelGrid([1, 1, 1], [2, 2, 2], threads: 1) == nil)
    }
}

@Suite struct VirtualImageTests {
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func everyPointNearItsPixelsSurfaceHasAPixel(seed: UInt64) throws {
        let scan = MadeScenes.camera().scan(MadeScenes.objectsOnTable, seed: seed)
        var random = SeededGenerator(seed: seed)
        let order = scan.truth.indices.filter { scan.truth[$0] > 0 }.shuffled(using: &random)
        let cloud = scan.cloud.selecting(order)
        let image = try #require(RangeImage(points: cloud, crop: CropTest(), threads: 2))
        #expect(image.layout == .virtualImage)
        #expect(abs(Double(image.focal) / 262.5 - 1) < 0.01, "the camera's own pixels, seed \(seed)")
        let pixelOfPoint = try #require(image.pixelOfPoint)
        let pointOfPixel = try #require(image.pointOfPixel)
        #expect(pixelOfPoint.count == cloud.count && pointOfPixel.count == image.count)
        var without = 0
        for (index, pixel) in pixelOfPoint.enumerated() {
            guard pixel >= 0 else {
                without += 1
                continue
            }
            let depth = cloud.positions[index].z
            #expect(abs(image.d[Int(pixel)] * depth - 1) < 0.04, "seed \(seed), point \(index)")
        }
        #expect(without * 100 < cloud.count)
        for (pixel, point) in pointOfPixel.enumerated() where point >= 0 { #expect(image.d[pixel] > 0) }
    }

    @Test func aCloudWithoutAViewpointIsSeenFromAboveWhatIsFlatAboutIt() throws {
        // A plate with a box on it, the viewpoint in its midst.
        var random = SeededGenerator(seed: 5)
        let points = (0..<6000).map { k -> SIMD3<Float> in
            let (x, y) = (Float.random(in: -0.5...0.5, using: &random), Float.random(in: -0.5...0.5, using: &random))
            return k % 4 == 0 ? SIMD3(x / 5, y / 5, 0.15) : SIMD3(x, y, 0)
        }
        let cloud = PointCloud(positions: Coordinates(points))
        let image = try #require(RangeImage(points: cloud, crop: CropTest(), threads: 2))
        #expect(image.layout == .loose)
        #expect(image.cloudFromCamera.translation.z > 2, "on the side of the box")
        #expect(image.cloudFromCamera.rotation.column(2).z < -0.99, "looking down")
    }

    @Test func cropAndRangeLeavePointsWithoutAPixel() throws {
        let scan = MadeScenes.camera().scan(MadeScenes.objectsOnTable, seed: 3)
        let cloud = scan.cloud.selecting(scan.truth.indices.filter { scan.truth[$0] > 0 })
        let image = try #require(
            RangeImage(points: cloud, crop: CropTest(box: nil, maximumRange: 0.9, of: cloud), threads: 2))
        let pixelOfPoint = try #require(image.pixelOfPoint)
        for index in cloud.positions.indices where Vector3(cloud.positions[index]).length > 0.901 {
            #expect(pixelOfPoint[index] == -1)
        }
        #expect(pixelOfPoint.contains { $0 >= 0 })
    }
}
