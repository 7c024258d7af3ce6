import Glibc
import LinearAlgebra
import PointClouds
import Segmentation
import SyntheticScans
import TestSupport
import Testing

/// Which surface carries, in scenes with several that could.
@Suite struct SupportTests {
    private static func support(
        of scene: TableScene, from position: Vector3, at target: Vector3 = Vector3(0, 0, 0.02), seed: UInt64 = 3
    ) -> (camera: DepthCamera, scene: SegmentedScene, truth: [UInt32]) {
        let camera = MadeScenes.camera(at: position, lookingAt: target)
        let scan = camera.scan(scene, seed: seed)
        return (camera, segment(scan.cloud), scan.truth)
    }

    /// What stands on a surface decides, not how large it is. A table of under a twelfth of the picture isn't found.
    @Test(arguments: [SIMD2(0.3, 0.2), SIMD2(0.4, 0.3), SIMD2(0.5, 0.35)])
    func tableCarriesThoughTheFloorIsLarger(halfSize: SIMD2<Double>) throws {
        var scene = MadeScenes.twoBoxes
        scene.tableHalfSize = halfSize
        scene.solids.append(.box(Vector3(5, 5, 0.02), at: Vector3(0, 0, -0.72), color: SIMD3(120, 120, 120)))
        let found = Self.support(of: scene, from: Vector3(0.1, -0.8, 0.7))
        let support = try #require(found.scene.support)
        let onTable = found.camera.worldFromCamera.inverse * Vector3(0.2, 0.1, 0)
        let isSmall = halfSize.x < 0.35
        withKnownIssue("a small table isn't among the large planes") {
            #expect(abs(support.height(of: onTable)) < 0.01)
        } when: {
            isSmall
        }
    }

    @Test func planesThatCarryNothingAreMeasuredToo() throws {
        var scene = MadeScenes.twoBoxes
        scene.solids.append(.box(Vector3(3, 0.02, 2), at: Vector3(0, 0.5, 0), color: SIMD3(150, 150, 90)))
        let found = Self.support(of: scene, from: Vector3(0.1, -0.8, 0.45), at: Vector3(0, 0, 0.1)).scene
        let support = try #require(found.support)
        #expect(!found.diagnostics.otherPlanes.isEmpty)
        for plane in found.diagnostics.otherPlanes {
            // The noise of its points, as the support's.
            #expect(plane.rmse > 0.1 * support.rmse && plane.rmse < 10 * support.rmse, "\(plane)")
        }
    }

    @Test func bottomOfABinCarriesNotItsWalls() throws {
        var scene = MadeScenes.twoBoxes
        for (size, place) in [
            (Vector3(0.62, 0.02, 0.15), Vector3(0, 0.31, 0)), (Vector3(0.62, 0.02, 0.15), Vector3(0, -0.31, 0)),
            (Vector3(0.02, 0.6, 0.15), Vector3(0.31, 0, 0)), (Vector3(0.02, 0.6, 0.15), Vector3(-0.31, 0, 0)),
        ] {
            scene.solids.append(.box(size, at: place, color: SIMD3(150, 150, 90)))
        }
        let found = Self.support(of: scene, from: Vector3(0.02, -0.25, 0.9))
        let support = try #require(found.scene.support)
        #expect((found.camera.worldFromCamera.rotation * support.normal).z > 0.995)
        #expect(abs(support.height(of: found.camera.worldFromCamera.inverse * Vector3.zero)) < 0.01)
    }

    @Test func tableThatIsSteepToTheCameraCarries() throws {
        let found = Self.support(of: MadeScenes.twoBoxes, from: Vector3(0, -0.9, 0.25))
        let support = try #require(found.scene.support)
        #expect((found.camera.worldFromCamera.rotation * support.normal).z > 0.995)
    }

    @Test(arguments: [0.03, 0.06, 0.12])
    func loneBallIsNoSupport(radius: Double) {
        let found = Self.support(
            of: MadeScenes.loneBall(radius: radius), from: Vector3(0, -5 * radius - 0.3, 0.2), at: Vector3(0, 0, radius)
        )
        #expect(found.scene.support == nil)
        #expect(found.scene.objects.count == 1)
    }

    /// A handle touches no table and lies on nothing: the pot holds it.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func handlesBelongToTheirPot(seed: UInt64) {
        let color = SIMD3<UInt8>(210, 200, 120)
        var pot = TableScene(solids: [
            Solid(
                .cup(bottomRadius: 0.09, topRadius: 0.1, height: 0.09, wall: 0.004), at: .identity, color: color)
        ])
        for side in [-1.0, 1.0] {
            pot.solids.append(
                .box(Vector3(0.04, 0.06, 0.012), at: Vector3(side * 0.115, 0, 0.07), color: color))
        }
        for index in pot.solids.indices { pot.solids[index].object = 0 }
        let found = Self.support(of: pot, from: Vector3(0.05, -0.6, 0.5), seed: seed)
        #expect(found.scene.objects.count == 1, "seed \(seed)")
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func smallBoxOnALargeOneStaysItself(seed: UInt64) {
        let stack = TableScene(solids: [
            .box(Vector3(0.24, 0.2, 0.1), at: .zero, yaw: 0.2, color: SIMD3(200, 190, 180)),
            .box(Vector3(0.05, 0.05, 0.05), at: Vector3(0.03, -0.02, 0.1), yaw: 0.6, color: SIMD3(200, 190, 180)),
        ])
        let found = Self.support(of: stack, from: Vector3(0.05, -0.6, 0.5), seed: seed)
        // Of one colour, and hardly an edge between the two in this noise.
        withKnownIssue("a small box of the colour of what it stands on may be lost", isIntermittent: true) {
            #expect(found.scene.objects.count == 2, "seed \(seed)")
        }
    }
}
