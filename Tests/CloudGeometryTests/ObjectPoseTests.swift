import CloudGeometry
import Glibc
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@Suite("Pose of an object")
struct ObjectPoseTests {
    @Test(arguments: 0..<4 as Range<UInt64>) func principalAxesFollowTheObject(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let shape = SampledShape.lShape
        let viewpoint = Vector3(0.2, 0.1, 1)
        let still = try ObjectPose(
            of: shape.sample(5000, noise: 0.0005, using: &generator), options: .init(viewpoint: viewpoint))
        for _ in 0..<10 {
            let move = SampledShape.randomMotion(using: &generator)
            let points = shape.sample(5000, noise: 0.0005, moved: move, using: &generator)
            let pose = try ObjectPose(of: points, options: .init(viewpoint: move * viewpoint))
            let expected = move.rotation * still.cloudFromObject.rotation
            let angle = Quaternion(rotation: expected.transposed * pose.cloudFromObject.rotation).canonical
            #expect(angle.w > 0.995, "seed \(seed): turned by \(angle)")
            #expect((pose.extents - still.extents).length < 0.01)
            #expect(abs(pose.cloudFromObject.rotation.determinant - 1) < 1e-14)
            #expect(pose.ambiguousSigns == [] && pose.ambiguousAxes == [])
        }
    }

    /// A model of a can thinned on a voxel grid: its yaw is the grid's, not the can's.
    @Test func thinnedPointsOfNoSensorTellNoYaw() throws {
        var generator = SeededGenerator(seed: 22)
        let can = (0..<60_000).map { _ in
            let angle = Double.random(in: 0..<2 * .pi, using: &generator)
            return SIMD3<Float>(
                Float(0.0275 * cos(angle)), Float(0.0275 * sin(angle)),
                Float.random(in: -0.055...0.055, using: &generator))
        }
        let thinned = try voxelDownsampling(of: Coordinates(can), size: 0.0025).positions
        let pose = try ObjectPose(of: thinned, options: .init(viewpoint: .zero))
        #expect(pose.symmetry == .axial && pose.ambiguousAxes == [.y, .z], "\(pose.symmetry)")
    }

    /// Points that a program spread over a mesh lie so evenly that they seem to fix what no scan would.
    @Test func ofAMeshNoMoreIsSaidThanAScanWouldTell() throws {
        let corners = (0..<8).map { i in
            SIMD3<Float>(i & 1 == 0 ? 0 : 0.1, i & 2 == 0 ? 0 : 0.05, i & 4 == 0 ? 0 : 0.02)
        }
        let faces: [SIMD4<UInt32>] = [
            [0, 1, 3, 2], [4, 5, 7, 6], [0, 1, 5, 4], [2, 3, 7, 6], [0, 2, 6, 4], [1, 3, 7, 5],
        ]
        let triangles = faces.flatMap { [SIMD3($0.x, $0.y, $0.z), SIMD3($0.x, $0.z, $0.w)] }
        let poses = try [triangles, triangles.reversed()].map { triangles in
            try ObjectPose(
                of: TriangleMesh(vertices: Coordinates(corners), triangles: triangles).sampledSurface().positions,
                options: .init(assumesIndependentPoints: true))
        }
        for pose in poses {
            #expect(pose.ambiguousSigns == [.x, .y, .z] && pose.ambiguousAxes == [])
            let axes = pose.cloudFromObject.rotation.columns
            #expect(axes.x.cross(Vector3(1, 0, 0)).length < pose.axisStandardDeviation.x)
            #expect(axes.z.cross(Vector3(0, 0, 1)).length < pose.axisStandardDeviation.z)
        }
    }

    @Test func zPointsTowardsTheViewpoint() throws {
        var generator = SeededGenerator(seed: 3)
        let points = SampledShape.box.sample(2000, noise: 0, using: &generator)
        for viewpoint in [Vector3(0.05, 0.03, 2), Vector3(0.05, 0.03, -2)] {
            let pose = try ObjectPose(of: points, options: .init(viewpoint: viewpoint))
            #expect(pose.cloudFromObject.rotation.columns.z.dot(viewpoint) > 0)
            #expect(!pose.ambiguousSigns.contains(.z))
            #expect(pose.ambiguousSigns.contains(.x), "a box looks the same from both ends")
        }
        // The zero of a model's file is no viewpoint.
        let inside = try ObjectPose(of: points, options: .init(viewpoint: Vector3(0.01, 0, 0.001)))
        #expect(inside.ambiguousSigns.contains(.z))
    }

    @Test func symmetricShapesSaySo() throws {
        var generator = SeededGenerator(seed: 4)
        let poses = try [SampledShape.cylinder, .disk, .sphere, .box].map {
            try ObjectPose(of: $0.sample(4000, noise: 0.0002, using: &generator))
        }
        #expect(poses.map(\.symmetry) == [.axial, .planar, .spherical, .none])
        #expect(poses.map { $0.ambiguousAxes.sorted() } == [[.y, .z], [.x, .y], [.x, .y, .z], []])
        #expect(poses[0].axisStandardDeviation.x < 0.02)
        #expect(poses[0].axisStandardDeviation.y > 0.2)
    }

    @Test(arguments: [SIMD3<Float>.zero, SIMD3(5_000_000, -5_000_000, 5_000_000)])
    func flatStraightAndSinglePointsGiveTheExactAnswer(center: SIMD3<Float>) throws {
        var generator = SeededGenerator(seed: 6)
        // A lattice of half metres is exact at this distance, too.
        var flat: [SIMD3<Float>] = []
        for i in -8...8 { for j in -3...3 { flat.append(center + SIMD3(Float(i) / 2, 0, Float(j) / 2)) } }
        let line = (-8...8).map { center + SIMD3(0, Float($0) / 2, 0) }
        for _ in 0..<5 {
            flat.shuffle(using: &generator)
            let pose = try ObjectPose(of: Coordinates(flat))
            #expect(pose.centroid == Vector3(center))
            #expect(pose.eigenvalues == Vector3(6, 1, 0))
            #expect(pose.extents == Vector3(8, 3, 0))
            #expect(abs(pose.cloudFromObject.rotation.columns.z.y) == 1)
            #expect(pose.ambiguousAxes.isEmpty)
            #expect(pose.ambiguousSigns == [.x, .y, .z])

            let straight = try ObjectPose(of: Coordinates(line.shuffled(using: &generator)))
            #expect(straight.eigenvalues == Vector3(6, 0, 0))
            #expect(straight.extents == Vector3(8, 0, 0))
            #expect(straight.symmetry == .axial)
            #expect(straight.cloudFromObject.rotation == Matrix3(columns: [0, 1, 0], [-1, 0, 0], [0, 0, 1]))
        }
        for count in [1, 17] {
            let pose = try ObjectPose(of: Coordinates(repeating: center, count: count))
            #expect(pose.cloudFromObject == RigidTransform(translation: Vector3(center)))
            #expect(pose.eigenvalues == .zero && pose.extents == .zero)
            #expect(pose.symmetry == .spherical)
        }
    }

    @Test func aTiltedPlateIsFlat() throws {
        var generator = SeededGenerator(seed: 8)
        let turn = Quaternion(x: 0.3, y: -0.2, z: 0.5, w: 0.7).normalized.rotation
        var points = Coordinates()
        for _ in 0..<2000 {
            let p = Vector3(
                Double.random(in: -0.2...0.2, using: &generator), Double.random(in: -0.1...0.1, using: &generator), 0)
            points.append(SIMD3<Float>(turn * p + Vector3(0.3, 0.2, 1.1)))
        }
        let pose = try ObjectPose(of: points)
        #expect(pose.eigenvalues.z == 0 && pose.extents.z == 0)
        #expect(abs(abs(pose.cloudFromObject.rotation.columns.z.dot(turn.columns.z)) - 1) < 1e-12)
    }

    @Test func farFromTheOriginGivesTheSameAxes() throws {
        var generator = SeededGenerator(seed: 12)
        var points = Coordinates()
        for _ in 0..<3000 {
            // Multiples of half a metre survive Float32 at 5,000 km.
            let p = Vector3(generator.normal() * 40, generator.normal() * 15, abs(generator.normal()) * 6)
            points.append(SIMD3<Float>((p * 2).rounded(.toNearestOrEven) / 2))
        }
        var far = points
        for i in far.indices { far[i] += SIMD3(5_000_000, 5_000_000, 5_000_000) }
        let (near, plain) = (try ObjectPose(of: points), try ObjectPose(of: far))
        #expect((near.cloudFromObject.rotation - plain.cloudFromObject.rotation).frobeniusNorm < 1e-12)
        #expect((near.eigenvalues - plain.eigenvalues).length < 1e-11 * near.eigenvalues.x)

        var cloud = PointCloud(positions: points)
        cloud.origin = Vector3(repeating: 5_000_000)
        cloud.viewpoint.translation = cloud.origin + Vector3(0, 0, 500)
        let shifted = try cloud.estimatedPose()
        #expect((shifted.centroid - near.centroid - cloud.origin).length < 1e-8)
        #expect(shifted.cloudFromObject.rotation.columns.z.z > 0)
    }

    @Test func invalidPointsAreCountedAndPassedOver() throws {
        var generator = SeededGenerator(seed: 2)
        var points = SampledShape.lShape.sample(1000, noise: 0, using: &generator)
        let clean = try ObjectPose(of: points)
        for k in 0..<10 { points.append(SIMD3(k % 2 == 0 ? .nan : .infinity, 0, 0)) }
        let pose = try ObjectPose(of: points)
        #expect(pose.count == 1000 && pose.invalidCount == 10)
        #expect(pose.cloudFromObject == clean.cloudFromObject && pose.box == clean.box)
        #expect(throws: CloudGeometryError.noValidPoints(of: 0)) { try ObjectPose(of: Coordinates()) }
        #expect(throws: CloudGeometryError.noValidPoints(of: 3)) {
            try ObjectPose(of: Coordinates(repeating: SIMD3(0, .nan, 0), count: 3))
        }
    }

    @Test func aReferencePicksTheNearestEquivalent() throws {
        var generator = SeededGenerator(seed: 21)
        for shape in [SampledShape.box, .cylinder, .disk, .sphere, .lShape] {
            let points = shape.sample(3000, noise: 0.0002, using: &generator)
            let plain = try ObjectPose(of: points).cloudFromObject.rotation
            let flipped = plain * Matrix3(diagonal: Vector3(-1, -1, 1))
            let pose = try ObjectPose(of: points, options: .init(reference: RigidTransform(rotation: flipped)))
            let angle = Quaternion(rotation: flipped.transposed * pose.cloudFromObject.rotation)
            if shape == .lShape {
                #expect(pose.cloudFromObject.rotation == plain, "its sign is certain, so nothing else is equivalent")
            } else {
                #expect(angle.w > 0.999, "\(shape)")
            }
        }
    }

    @Test func theBoxHoldsEveryPoint() throws {
        var generator = SeededGenerator(seed: 31)
        let move = SampledShape.randomMotion(using: &generator)
        let points = SampledShape.lShape.sample(2000, noise: 0.001, moved: move, using: &generator)
        let box = try ObjectPose(of: points).box
        for i in points.indices { #expect(box.contains(Vector3(points[i]), margin: 1e-9)) }
        #expect(box.corners.count == 8 && abs(box.volume - box.extents.x * box.extents.y * box.extents.z) < 1e-15)
    }

    @Test(arguments: 1...3) func threadsDontChangeABit(threads: Int) throws {
        var generator = SeededGenerator(seed: 41)
        let points = SampledShape.lShape.sample(50_000, noise: 0.001, using: &generator)
        #expect(
            try ObjectPose(of: points, options: .init(threads: threads))
                == ObjectPose(of: points, options: .init(threads: 1)))
    }
}
