import LinearAlgebra
import PointClouds
import SyntheticScans
import Testing

@Suite struct DepthCameraTests {
    private func downwardCamera(noise: Double) -> DepthCamera {
        var camera = DepthCamera(at: Vector3(0, 0, 1), lookingAt: .zero)
        (camera.width, camera.height, camera.focalLength) = (160, 120, 130)
        camera.noise = noise
        return camera
    }

    private let scene = TableScene(solids: [
        .box(Vector3(0.2, 0.1, 0.05), at: .zero, color: SIMD3(200, 30, 30)),
        .cylinder(radius: 0.04, height: 0.12, at: Vector3(-0.25, 0, 0), color: SIMD3(30, 200, 30)),
        Solid(.sphere(radius: 0.05), at: RigidTransform(translation: Vector3(0.25, 0, 0))),
    ])

    @Test func aPerfectCameraMeasuresTheSurfacesItself() {
        let camera = downwardCamera(noise: 0)
        let scan = camera.scan(scene, seed: 1)
        var seen = Set<UInt32>()
        for i in scan.cloud.positions.indices where scan.cloud.positions.isFinite(at: i) {
            let p = camera.worldFromCamera * Vector3(scan.cloud.positions[i])
            seen.insert(scan.truth[i])
            let distance =
                switch scan.truth[i] {
                case 1: abs(p.z)
                case 2: min(abs(p.z - 0.05), abs(abs(p.x) - 0.1), abs(abs(p.y) - 0.05))
                case 3: min(abs(p.z - 0.12), abs(((p.x + 0.25) * (p.x + 0.25) + p.y * p.y).squareRoot() - 0.04))
                default: abs((p - Vector3(0.25, 0, 0.05)).length - 0.05)
                }
            #expect(distance < 1e-6, "point \(i) of \(scan.truth[i]) at \(p)")
        }
        #expect(seen == [1, 2, 3, 4])
    }

    @Test func oneSeedGivesOneScan() {
        let camera = downwardCamera(noise: 1)
        let (a, b, c) = (camera.scan(scene, seed: 5), camera.scan(scene, seed: 5), camera.scan(scene, seed: 6))
        func bits(_ scan: SyntheticScan) -> [UInt32] { scan.cloud.positions.z.map(\.bitPattern) }
        #expect(bits(a) == bits(b))
        #expect(bits(a) != bits(c))
    }

    @Test func theLightCastsAShadowBesideAnObstacle() {
        var camera = downwardCamera(noise: 0)
        let shadowed = camera.scan(scene, seed: 1).truth.count { $0 == 0 }
        camera.baseline = 0
        #expect(camera.scan(scene, seed: 1).truth.count { $0 == 0 } < shadowed)
    }
}
