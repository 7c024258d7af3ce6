import Glibc
import LinearAlgebra
import PointClouds
import Segmentation
import SyntheticScans
import TestSupport
import Testing

@Suite struct SyntheticSceneTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func objectsOnATableAreFound(seed: UInt64) throws {
        let scan = MadeScenes.camera().scan(MadeScenes.objectsOnTable, seed: seed)
        let scene = segment(scan.cloud)
        let score = SegmentationScore(truth: scan.truth, labels: scene.labels)
        #expect(score.meanOfObjects > 0.9, "seed \(seed): \(score)")
        #expect(score.meanOfSegments > 0.85, "seed \(seed): \(score)")
        #expect(scene.labels.count == scan.cloud.count)
        for object in scene.objects {
            #expect(object.label == UInt32(object.id) + 2)
            #expect(object.pointIndices == scene.pointIndices(of: object.label))
        }
        #expect(
            zip(scene.objects, scene.objects.dropFirst()).allSatisfy { $0.pointIndices.count >= $1.pointIndices.count })
    }

    @Test func supportIsThePlaneOfTheTable() throws {
        let camera = MadeScenes.camera()
        let support = try #require(segment(camera.scan(MadeScenes.objectsOnTable, seed: 5).cloud).support)
        let up = camera.worldFromCamera.rotation * support.normal
        #expect(up.z > cos(0.7 * .pi / 180), "the normal within 0.7°, towards the viewpoint")
        let onTable = camera.worldFromCamera.inverse * Vector3(0, 0, 0)
        #expect(abs(support.height(of: onTable)) < 0.004)
        #expect(support.inliers > 20_000)
    }

    @Test func sameLabelsForAnyNumberOfThreads() {
        let scan = MadeScenes.camera().scan(MadeScenes.objectsOnTable, seed: 7)
        let one = segment(scan.cloud, threads: 1)
        let three = segment(scan.cloud, threads: 3)
        #expect(one.labels == three.labels)
        #expect(one.support == three.support)
    }

    @Test(arguments: [11, 12] as [UInt64])
    func pointsThatLostTheirGridGiveTheSameObjects(seed: UInt64) {
        let scan = MadeScenes.camera().scan(MadeScenes.objectsOnTable, seed: seed)
        var random = SeededGenerator(seed: seed)
        let order = scan.truth.indices.filter { scan.truth[$0] > 0 }.shuffled(using: &random)
        let loose = scan.cloud.selecting(order)
        #expect(!loose.isOrganized)
        let scene = segment(loose)
        #expect(scene.diagnostics.layout == .virtualImage)
        let score = SegmentationScore(truth: order.map { scan.truth[$0] }, labels: scene.labels)
        #expect(score.meanOfObjects > 0.88, "seed \(seed): \(score)")
    }

    @Test func boxBehindAPostIsOneObject() {
        let scene = TableScene(solids: [
            .box(Vector3(0.34, 0.08, 0.10), at: Vector3(0, 0.12, 0), color: SIMD3(200, 60, 60)),
            .box(Vector3(0.05, 0.05, 0.24), at: Vector3(0.02, -0.10, 0), color: SIMD3(60, 60, 200)),
        ])
        let scan = MadeScenes.camera(at: Vector3(0.02, -0.8, 0.5)).scan(scene, seed: 3)
        let joined = segment(scan.cloud)
        #expect(joined.objects.count == 2)
        #expect(joined.diagnostics.joinsAcrossOccluders >= 1)
        var options = SegmentationOptions()
        options.joinsAcrossOccluders = false
        #expect(segment(scan.cloud, options: options).objects.count == 3)
    }

    @Test func scanTakenInAnotherFrameGivesTheSameObjects() {
        let camera = MadeScenes.camera()
        let scan = camera.scan(MadeScenes.objectsOnTable, seed: 9)
        var moved = scan.cloud
        for i in moved.positions.indices {
            moved.positions[i] = SIMD3<Float>(camera.worldFromCamera * Vector3(scan.cloud.positions[i]))
        }
        moved.viewpoint = camera.worldFromCamera
        let scene = segment(moved)
        let score = SegmentationScore(truth: scan.truth, labels: scene.labels)
        #expect(score.meanOfObjects > 0.9, "\(score)")
        #expect(scene.support!.normal.z > 0.999)
    }

    @Test func nothingToFindIsNoError() {
        let nothing = PointCloud(positions: Coordinates())
        #expect(segment(nothing).labels.isEmpty)
        let invalid = PointCloud(
            positions: Coordinates(repeating: SIMD3(repeating: .nan), count: 400), width: 20, height: 20)
        #expect(segment(invalid).labels == Array(repeating: 0, count: 400))
        let point = PointCloud(positions: Coordinates(repeating: SIMD3(0, 0, 1), count: 500))
        #expect(segment(point).objects.isEmpty)
        let empty = MadeScenes.camera().scan(TableScene(), seed: 1)
        let scene = segment(empty.cloud)
        #expect(scene.support != nil)
        #expect(scene.objects.isEmpty)
    }

    @Test func withoutAPlaneTheSupportIsNil() {
        let scan = MadeScenes.camera().scan(MadeScenes.loneBall(radius: 0.15), seed: 1)
        let scene = segment(scan.cloud)
        #expect(scene.support == nil)
        #expect(scene.objects.count == 1)
    }

    @Test func aLoneCanIsAnObjectAndNoSupport() {
        var can = TableScene(solids: [
            .cylinder(radius: 0.03, height: 0.11, at: Vector3(0, 0, 0), color: SIMD3(90, 90, 90))
        ])
        can.hasTable = false
        var camera = DepthCamera(at: Vector3(0, -0.4, 0.1), lookingAt: Vector3(0, 0, 0.05))
        (camera.width, camera.height) = (320, 240)
        #expect(segment(camera.scan(can, seed: 1).cloud).support == nil)

        // A model's file: the whole mantle about the origin, where the viewpoint is too.
        var random = SeededGenerator(seed: 3)
        let mantle = Coordinates(
            (0..<4500).map { _ in
                let (turn, height) = (
                    Double.random(in: 0..<2 * .pi, using: &random), Double.random(in: -0.05...0.05, using: &random)
                )
                return SIMD3<Float>(Float(0.028 * cos(turn)), Float(0.028 * sin(turn)), Float(height))
            })
        #expect(segment(PointCloud(positions: mantle)).support == nil)
    }

    @Test func wallLargerThanTheTableIsNotTheSupport() throws {
        let camera = MadeScenes.camera(at: Vector3(0.1, -0.9, 0.35))
        let support = try #require(segment(camera.scan(MadeScenes.wallBehindTable, seed: 2).cloud).support)
        #expect((camera.worldFromCamera.rotation * support.normal).z > 0.99)
    }

    @Test func cropAndRangeLeavePointsUnassigned() {
        let scan = MadeScenes.camera().scan(MadeScenes.objectsOnTable, seed: 4)
        var options = SegmentationOptions()
        options.crop = (Vector3(-0.1, -1, 0), Vector3(1, 1, 5))
        let labels = segment(scan.cloud, options: options).labels
        for i in labels.indices where scan.cloud.positions[i].x < -0.1 { #expect(labels[i] == 0) }
        options.crop = nil
        options.maximumRange = 0.9
        let near = segment(scan.cloud, options: options).labels
        for i in near.indices where Vector3(scan.cloud.positions[i]).length > 0.9 { #expect(near[i] == 0) }
        // The distance from the sensor, whatever the frame of the points and whether they lie on a grid.
        let moved = scan.cloud.transformed(by: MadeScenes.camera().worldFromCamera)
        let loose = segment(moved.selecting(moved.positions.indices), options: options)
        #expect(loose.support != nil)
        for i in loose.labels.indices where Vector3(scan.cloud.positions[i]).length > 0.901 {
            #expect(loose.labels[i] == 0)
        }
    }

    /// A map's zero is no place that a scan was taken from: the labels are those of a cloud whose viewpoint is unknown.
    @Test func aViewpointFarOffIsTakenForNone() {
        var cloud = MadeScenes.camera().scan(MadeScenes.objectsOnTable, seed: 12).cloud
        cloud.origin = Vector3(500_000, 5_400_000, 100)
        #expect(segment(cloud).support != nil)
    }

    @Test(arguments: [1e30, -1e300, 1e8])
    func anAbsurdViewpointIsNoTrap(distance: Double) {
        var cloud = MadeScenes.camera().scan(MadeScenes.objectsOnTable, seed: 13).cloud
        cloud.viewpoint.translation = Vector3(distance, 0, 0)
        _ = segment(cloud)
    }

    @Test func pointsWithoutWidthAreNoTrap() {
        let rows = 0..<192
        let thin = Coordinates(
            x: rows.map { Float($0) * 1e-26 }, y: rows.map { _ in 0 }, z: rows.map { 1 + 0.01 * Float($0) })
        _ = segment(PointCloud(positions: thin))
        _ = segment(PointCloud(positions: thin, width: 16, height: 12))
    }
}

@Suite struct PointCountTests {
    /// Where a pixel holds several points, points are counted all the same.
    @Test(arguments: [3, 8] as [UInt64])
    func theLeastSizeOfAnObjectIsInPoints(seed: UInt64) throws {
        let camera = MadeScenes.camera()
        let scan = camera.scan(MadeScenes.objectsOnTable, seed: seed)
        var random = SeededGenerator(seed: seed)
        // Off their grid by up to half a pixel, so that pixels of about three points each are made.
        let positions = scan.truth.indices.filter { scan.truth[$0] > 0 }.map { index -> SIMD3<Float> in
            let p = scan.cloud.positions[index]
            func shift() -> Float { p.z * .random(in: -0.5...0.5, using: &random) / 262.5 }
            return SIMD3(p.x + shift(), p.y + shift(), p.z)
        }
        let cloud = PointCloud(positions: Coordinates(positions))
        let scene = segment(cloud)
        #expect(scene.diagnostics.usablePointCount > cloud.count * 9 / 10, "seed \(seed)")
        let smallest = try #require(scene.objects.last?.pointIndices.count)
        func count(_ minimum: Int) -> Int {
            segment(cloud, options: .init(minimumPoints: minimum)).objects.count
        }
        #expect(count(smallest) >= scene.objects.count, "seed \(seed)")
        let without = segment(cloud, options: .init(minimumPoints: smallest + 1))
        #expect(without.objects.count < scene.objects.count, "seed \(seed)")
        #expect(without.diagnostics.droppedPointCount >= smallest, "seed \(seed)")
    }
}

@Suite struct SceneScaleTests {
    /// What is thought of a thing must not depend on its unit of length.
    @Test(arguments: [0.1, 10])
    func theSameSceneLargerOrSmallerGivesTheSameObjects(factor: Double) {
        let scan = MadeScenes.camera().scan(MadeScenes.objectsOnTable, seed: 4)
        var scaled = scan.cloud
        scaled.positions = Coordinates(scan.cloud.positions.indices.map { scan.cloud.positions[$0] * Float(factor) })
        let (own, other) = (segment(scan.cloud), segment(scaled))
        let same = zip(own.labels, other.labels).count { $0 == $1 }
        #expect(own.objects.count == other.objects.count)
        #expect(Double(same) > 0.999 * Double(own.labels.count), "\(same) of \(own.labels.count) labels agree")
    }
}
