import LinearAlgebra
import PointClouds
import Sensing
import TestSupport
import Testing

@Suite struct PinholeCameraTests {
    private let camera = PinholeCamera(width: 640, height: 480, fx: 610, fy: 605, cx: 321.5, cy: 238.25)
    /// A wide lens's, from OpenCV's calibration sample.
    private let barrel = LensDistortion(k1: -0.2818, k2: 0.0915, p1: 0.00089, p2: -0.00049, k3: -0.0126)

    @Test func wholeNumbersAreTheMiddlesOfPixels() throws {
        let middle = PinholeCamera(width: 5, height: 3, focalLength: 10)
        #expect(middle.pixel(of: Vector3(0, 0, 2)) == SIMD2(2, 1))
        #expect(middle.ray(u: 2, v: 1) == Vector3(0, 0, 1))
        #expect(middle.ray(u: 0, v: 0) == Vector3(-0.2, -0.1, 1))
        #expect(middle.point(u: 0, v: 0, depth: 3) == Vector3(-0.2 * 3, -0.1 * 3, 3))
        #expect(middle.pixel(of: Vector3(0, 0, -1)) == nil)
    }

    @Test(arguments: [false, true]) func aPixelsPointAppearsInThatPixel(isDistorted: Bool) throws {
        var camera = camera
        if isDistorted { camera.distortion = barrel }
        for v in stride(from: 0.0, through: 479, by: 37) {
            for u in stride(from: 0.0, through: 639, by: 41) {
                let point = try #require(camera.point(u: u, v: v, depth: 0.83))
                let pixel = try #require(camera.pixel(of: point))
                #expect(abs(pixel.x - u) < 1e-8 && abs(pixel.y - v) < 1e-8, "(\(u), \(v)) → \(pixel)")
                #expect(point.z == 0.83)
            }
        }
    }

    /// The formula in OpenCV's manual ("Camera calibration and 3D reconstruction"), worked out by hand.
    @Test func distortionIsOpenCVs() throws {
        let distorted = barrel.distorted(SIMD2(0.4, -0.3))
        // r² = 0.25: radial 1 − 0.07045 + 0.00571875 − 0.000196875; tangential by hand.
        let radial = 1 - 0.2818 * 0.25 + 0.0915 * 0.0625 - 0.0126 * 0.015625
        #expect(abs(distorted.x - (0.4 * radial + 2 * 0.00089 * -0.12 - 0.00049 * (0.25 + 0.32))) < 1e-15)
        #expect(abs(distorted.y - (-0.3 * radial + 0.00089 * (0.25 + 0.18) - 2 * 0.00049 * -0.12)) < 1e-15)
    }

    /// Far out a strong barrel distortion turns back: no ray appears beyond its greatest radius.
    @Test func whereTheImageFoldsOverThereIsNoRay() {
        let strong = LensDistortion(k1: -0.5)
        // r (1 − r²/2) is greatest at r² = 2/3: 0.544.
        #expect(strong.undistorted(SIMD2(0.54, 0)) != nil)
        #expect(strong.undistorted(SIMD2(0.56, 0)) == nil)
        var camera = camera
        camera.distortion = strong
        #expect(camera.ray(u: 0, v: 0) == nil)
        let cloud = PointCloud(DepthImage(camera: camera, depths: .init(repeating: 1, count: 640 * 480)))
        #expect(cloud.positions.x[0].isNaN && cloud.positions.isFinite(at: 240 * 640 + 320))
    }

    @Test func aDepthImageAndItsCloudAreTheSame() throws {
        var random = SeededGenerator(seed: 11)
        var image = DepthImage(camera: PinholeCamera(width: 31, height: 17, fx: 30, fy: 31, cx: 15.2, cy: 7.9))
        for i in image.depths.indices where i % 7 != 0 { image.depths[i] = .random(in: 0.3...3, using: &random) }
        let cloud = PointCloud(image)
        #expect(cloud.width == 31 && cloud.height == 17)
        for i in image.depths.indices { #expect(cloud.positions.isFinite(at: i) == (i % 7 != 0)) }
        #expect(DepthImage(cloud, camera: image.camera) == image)
        #expect(DepthImage(cloud, camera: camera) == nil, "another size")
        #expect(image[column: 1, row: 0] == image.depths[1])
    }
}
