import Sensing
import TestSupport
import Testing

@Suite struct DepthSensorTests {
    private let camera = PinholeCamera(width: 640, height: 480, focalLength: 525)

    /// Nguyen et al.: 1.2 mm at 0.4 m, and 1.9 mm more a square metre beyond.
    @Test(arguments: [0.4, 1.0, 2.0]) func noiseGrowsWithTheSquareOfTheDepth(depth: Double) {
        let sensor = DepthSensor(camera: camera, baseline: 0)
        var random = SeededGenerator(seed: 3)
        let count = 20_000
        let errors = (0..<count).map { _ in
            sensor.reading(ofDepth: depth, .init(using: &random)) - depth
        }
        let mean = errors.reduce(0, +) / Double(count)
        let deviation = (errors.reduce(0) { $0 + $1 * $1 } / Double(count)).squareRoot()
        let expected = 0.0012 + 0.0019 * (depth - 0.4) * (depth - 0.4)
        #expect(abs(deviation / expected - 1) < 0.02)
        #expect(abs(mean) < 4 * expected / Double(count).squareRoot())
    }

    @Test func readingsAreWholeStepsOfDisparity() {
        let sensor = DepthSensor(camera: camera)
        var random = SeededGenerator(seed: 5)
        for _ in 0..<1000 {
            let reading = sensor.reading(ofDepth: 1.3, .init(using: &random))
            let disparity = 8 * 525 * 0.075 / reading
            #expect(abs(disparity - disparity.rounded()) < 1e-9)
        }
    }

    @Test func aPerfectSensorMissesNothing() {
        let sensor = DepthSensor(camera: camera, noise: 0)
        var random = SeededGenerator(seed: 7)
        for k in 0..<1000 {
            let chance = DepthSensor.Chance(using: &random)
            #expect(sensor.isReturned(atCosine: Double(k) / 1000, chance))
            #expect(sensor.reading(ofDepth: 0.7, chance) == 0.7)
        }
    }

    @Test func grazingLightIsLost() {
        let sensor = DepthSensor(camera: camera)
        var random = SeededGenerator(seed: 9)
        func share(_ cosine: Double) -> Double {
            Double((0..<20_000).count { _ in sensor.isReturned(atCosine: cosine, .init(using: &random)) }) / 20_000
        }
        #expect(share(0.07) == 0)
        #expect(abs(share(0.15) - (1 - 0.002 - 0.3 * 0.1)) < 0.005)
        #expect(abs(share(1) - 0.998) < 0.002)
    }
}
