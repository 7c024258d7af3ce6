import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Sensing

@Suite struct CoarseImageTests {
    /// A wall seen from a metre off, leaning in both directions, and what of it has a point.
    private func wall(width: Int, height: Int, where hasPoint: (_ column: Int, _ row: Int) -> Bool) -> PointCloud {
        var positions = Coordinates()
        for row in 0..<height {
            for column in 0..<width {
                guard hasPoint(column, row) else {
                    positions.append(SIMD3(repeating: .nan))
                    continue
                }
                let (a, b) = (Float(column - width / 2) / 500, Float(row - height / 2) / 500)
                positions.append(SIMD3(a, b, 1) / (1 + 0.1 * a - 0.2 * b))
            }
        }
        return PointCloud(positions: positions, width: width, height: height)
    }

    @Test func aWholeImageStaysAsItIs() throws {
        let image = try #require(RangeImage(of: wall(width: 320, height: 240) { _, _ in true }))
        #expect(image.width == 320 && image.pixelOfPoint == nil)
    }

    /// As where a depth image was moved into a colour camera's finer one: rows and columns are missing at a beat.
    @Test func aGridWithHolesGetsPixelsWithoutHoles() throws {
        let cloud = wall(width: 320, height: 240) { column, row in column % 5 % 2 == 0 && row % 5 % 2 == 0 }
        let image = try #require(RangeImage(of: cloud))
        #expect(image.width == 160 && image.height == 120)
        #expect(image.d.allSatisfy { $0 > 0 })
        let pixelOfPoint = try #require(image.pixelOfPoint)
        for point in 0..<cloud.count {
            let isValid = cloud.positions.isFinite(at: point)
            #expect((pixelOfPoint[point] >= 0) == isValid)
            if isValid { #expect(Int(pixelOfPoint[point]) == point / 320 / 2 * 160 + point % 320 / 2) }
        }
        // Means of points on a plane lie on it.
        for pixel in 0..<image.count {
            #expect(abs(image.d[pixel] - (1 + 0.1 * image.a[pixel] - 0.2 * image.b[pixel])) < 1e-5)
        }
    }

    @Test func aVeryFineImageGetsFewerPixels() throws {
        let image = try #require(RangeImage(of: wall(width: 1224, height: 1024) { _, _ in true }))
        #expect(image.width == 612 && image.height == 512)
        #expect(abs(image.focal - 250) < 0.5)
    }

    @Test func aPixelOnAnEdgeSeesTheNearerSurface() throws {
        let (near, far) = (Float(1), Float(0.5))
        let width = 16
        let image = RangeImage(
            width: width, height: 16, a: (0..<256).map { Float($0 % width) / 100 },
            b: (0..<256).map { Float($0 / width) / 100 }, d: (0..<256).map { $0 % width < 7 ? near : far },
            cloudFromCamera: .identity, focal: 100)
        let coarse = image.coarsened(by: 2)
        #expect((0..<8).map { coarse.d[$0] } == [near, near, near, near, far, far, far, far])
        // The far points in the fourth pixel are the fifth's.
        #expect(coarse.pixelOfPoint?[7] == 4 && coarse.pixelOfPoint?[6] == 3)
        #expect(coarse.pointOfPixel?[3] == 6)
    }
}
