import CloudGeometry
import Glibc
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@Suite("Pose of an object that stands on a plane")
struct StandingPoseTests {
    /// The smallest area over a fine sweep of angles.
    static func sweptArea(_ points: [SIMD2<Double>]) -> Double {
        var least = Double.infinity
        for step in 0..<9000 {
            let angle = Double(step) * .pi / 18_000
            let (c, s) = (cos(angle), sin(angle))
            let xs = points.map { c * $0.x + s * $0.y }
            let ys = points.map { c * $0.y - s * $0.x }
            least = min(least, (xs.max()! - xs.min()!) * (ys.max()! - ys.min()!))
        }
        return least
    }

    @Test(arguments: 0..<8 as Range<UInt64>) func theRectangleIsTheSmallest(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var points: [SIMD2<Double>] = []
        for _ in 0..<Int.random(in: 3...60, using: &generator) {
            points.append(SIMD2(Double(Float(generator.normal())), Double(Float(generator.normal() * 0.4))))
        }
        let cloud = Coordinates(points.map { SIMD3(Float($0.x), Float($0.y), 0) })
        let pose = try ObjectPose(of: cloud, standingOn: .init(normal: [0, 0, 1]))
        let swept = Self.sweptArea(points)
        let area = pose.extents.x * pose.extents.y
        #expect(area <= swept * (1 + 1e-9), "seed \(seed)")
        #expect(area >= swept * 0.99, "seed \(seed)")
        for i in cloud.indices { #expect(pose.box.contains(Vector3(cloud[i]), margin: 1e-9), "seed \(seed)") }
    }

    @Test(arguments: 0..<6 as Range<UInt64>) func aBoxOnATiltedTableLiesAlongItsSides(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let move = SampledShape.randomMotion(using: &generator)
        let points = SampledShape.box.sample(4000, noise: 0.0005, moved: move, using: &generator)
        let normal = move.rotation.columns.z
        let floor = normal.dot(move.translation) - 0.05
        let pose = try ObjectPose(of: points, standingOn: .init(normal: normal, floor: floor))
        let axes = pose.cloudFromObject.rotation
        #expect((axes.columns.z - normal).length < 1e-12)
        #expect(abs(axes.columns.x.dot(move.rotation.columns.x)) > cos(0.02))
        #expect((axes.transposed * axes - .identity).frobeniusNorm < 1e-14 && axes.determinant > 0)
        #expect((pose.extents - Vector3(0.2, 0.12, 0.08)).length < 0.008)
        #expect(abs(normal.dot(pose.box.center) - (floor + pose.extents.z / 2)) < 1e-9)
        #expect(pose.ambiguousAxes.isEmpty && pose.ambiguousSigns == [.x, .y])
        #expect(pose.axisStandardDeviation.x < 0.03)
    }

    @Test func strayPointsAreLeftOutWhenAsked() throws {
        var generator = SeededGenerator(seed: 5)
        var points = SampledShape.box.sample(4000, noise: 0, using: &generator)
        points.append(SIMD3(0.3, 0.3, 0))
        points.append(SIMD3(-0.3, 0.2, 0))
        let plain = try ObjectPose(of: points, standingOn: .init(normal: [0, 0, 1]))
        let trimmed = try ObjectPose(of: points, standingOn: .init(normal: [0, 0, 1], trim: 0.01))
        #expect(plain.extents.x > 0.5)
        #expect(abs(trimmed.extents.x - 0.2) < 0.003 && abs(trimmed.extents.y - 0.12) < 0.003)
    }

    @Test func roundAndSquareFootprintsAreAmbiguous() throws {
        var generator = SeededGenerator(seed: 7)
        let disk = SampledShape.disk.sample(3000, noise: 0.0003, using: &generator)
        #expect(try ObjectPose(of: disk, standingOn: .init(normal: [0, 0, 1])).ambiguousAxes == [.x, .y])
        var square = Coordinates()
        for _ in 0..<3000 {
            square.append(
                SIMD3(Float.random(in: 0...0.1, using: &generator), Float.random(in: 0...0.1, using: &generator), 0))
        }
        let pose = try ObjectPose(of: square, standingOn: .init(normal: [0, 0, 1]))
        #expect(pose.ambiguousAxes == [.x, .y])
        // A quarter turn is as good: the reference decides.
        let turned = pose.cloudFromObject.rotation * Matrix3(columns: [0, 1, 0], [-1, 0, 0], [0, 0, 1])
        let nearest = try ObjectPose(
            of: square, standingOn: .init(normal: [0, 0, 1]),
            options: .init(reference: RigidTransform(rotation: turned)))
        #expect((nearest.cloudFromObject.rotation - turned).frobeniusNorm < 1e-9)
        for i in square.indices { #expect(nearest.box.contains(Vector3(square[i]), margin: 1e-9)) }
    }

    @Test func degenerateFootprintsHaveABox() throws {
        let point = try ObjectPose(
            of: Coordinates(repeating: SIMD3(1, 2, 3), count: 4), standingOn: .init(normal: [0, 0, 1], floor: 2.5))
        #expect(point.extents == Vector3(0, 0, 0.5))
        #expect(point.box.center == Vector3(1, 2, 2.75))
        let line = Coordinates((0..<5).map { SIMD3(Float($0), Float($0), 0) })
        let pose = try ObjectPose(of: line, standingOn: .init(normal: [0, 0, 1]))
        #expect(abs(pose.extents.x - 32.0.squareRoot()) < 1e-12 && pose.extents.y < 1e-12)
        #expect(throws: CloudGeometryError.noValidPoints(of: 0)) {
            try ObjectPose(of: Coordinates(), standingOn: .init(normal: [0, 0, 1]))
        }
    }

    @Test(arguments: [1, 0.51, -0.01, 1e300, .infinity, .nan])
    func aTrimThatLeavesNothingIsRefused(trim: Double) {
        let corners = Coordinates([SIMD3(0, 0, 0), SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(1, 1, 1)])
        #expect(throws: CloudGeometryError.self) {
            try ObjectPose(of: corners, standingOn: Standing(normal: [0, 0, 1], trim: trim))
        }
    }

    @Test func aPlaneWithoutADirectionIsRefused() {
        for normal in [Vector3.zero, Vector3(.nan, 0, 1), Vector3(.infinity, 0, 0)] {
            #expect(throws: CloudGeometryError.self) {
                try ObjectPose(of: Coordinates([.one]), standingOn: Standing(normal: normal))
            }
        }
    }
}
