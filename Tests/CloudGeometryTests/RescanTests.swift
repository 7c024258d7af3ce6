import CloudGeometry
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

/// One object before a depth camera that never stands quite the same: its pixels fall on other spots in every scan.
@Suite("Repeated scans by a depth camera")
struct RescanTests {
    enum Body: CaseIterable {
        case box, slab, bar, bracket

        var solids: [Solid] {
            let grey = SIMD3<UInt8>(160, 160, 160)
            switch self {
            case .box: return [.box(Vector3(0.16, 0.1, 0.06), at: .zero, yaw: 0.4, color: grey)]
            case .slab: return [.box(Vector3(0.2, 0.14, 0.01), at: .zero, yaw: 1.1, color: grey)]
            case .bar: return [.box(Vector3(0.3, 0.03, 0.02), at: .zero, yaw: 0.5, color: grey)]
            case .bracket:
                let end = Vector3(-0.065 * 0.6216, -0.065 * 0.7833, 0)  // along the long side, turned by 0.9
                return [
                    .box(Vector3(0.16, 0.06, 0.02), at: .zero, yaw: 0.9, color: grey),
                    .box(Vector3(0.03, 0.06, 0.09), at: end, yaw: 0.9, color: grey),
                ]
            }
        }

        /// - Parameter shift: of what the camera looks at, in metres, a standard deviation.
        func rescans(_ trials: Int, noise: Double, shift: Double) throws -> PoseSeries {
            var scene = TableScene(solids: solids)
            scene.hasTable = false
            return try PoseSeries(trials: trials) { trial in
                var generator = SeededGenerator(seed: trial)
                let target = Vector3(generator.normal(), generator.normal(), generator.normal()) * shift
                var camera = DepthCamera(at: Vector3(0.3, -0.6, 0.6), lookingAt: target + Vector3(0, 0, 0.03))
                camera.noise = noise
                (camera.width, camera.height, camera.focalLength) = (320, 240, 400)
                let pose = try camera.scan(scene, seed: trial).cloud.estimatedPose()
                return (pose, camera.worldFromCamera.rotation * pose.cloudFromObject.rotation)
            }
        }
    }

    @Test(arguments: Body.allCases, [0.3, 1.0]) func rescansDifferAsMuchAsIsSaid(body: Body, noise: Double) throws {
        let series = try body.rescans(TestEffort.isLong ? 200 : 4, noise: noise, shift: 0.002)
        RepeatabilityTests.expectHonest(series, "\(body), noise × \(noise)", isNeverTooWide: false)
    }
}
