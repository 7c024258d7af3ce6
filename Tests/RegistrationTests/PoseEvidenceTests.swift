import LinearAlgebra
import PointClouds
import SpatialSearch
import TestSupport
import Testing

@testable import Registration

@Suite struct PoseEvidenceTests {
    @Test func aContactIsADistanceAndAnAngle() {
        let contact = SurfaceContact.judged(within: 0.01, comparesSides: true)
        let normal = Vector3(0, 0, 1)
        func turned(_ degrees: Double) -> Vector3 {
            Quaternion(rotationVector: Vector3(degrees * .pi / 180, 0, 0)).rotation * normal
        }
        for degrees in stride(from: 0.0, through: 180, by: 1) {
            let n = turned(degrees)
            #expect(contact.isAlike(n, normal) == (degrees < 41.4), "\(degrees)°")
            #expect(contact.isAlike(SIMD3<Float>(n), SIMD3<Float>(normal)) == (degrees < 41.4), "\(degrees)°")
            let either = SurfaceContact.judged(comparesSides: false)
            #expect(either.isAlike(n, normal) == (degrees < 41.4 || degrees > 138.6), "\(degrees)°")
        }
        #expect(contact.isNear(across: 0.0099) && !contact.isNear(across: 0.0101))
        #expect(contact.isNear(across: Float(0.0099)) && !contact.isNear(across: Float(0.0101)))
    }

    /// The earlier the stage, the more the pose may be off.
    @Test func earlierStagesAllowLargerAngles() {
        let stages = [
            SurfaceContact.judged(comparesSides: true), .scored(within: 1, comparesSides: true),
            .sighted(within: 1, comparesSides: true), .paired(comparesSides: true),
        ]
        for (later, earlier) in zip(stages, stages.dropFirst()) { #expect(later.leastCosine > earlier.leastCosine) }
    }

    private func samples(_ points: [Vector3], voxel: Double) throws -> SurfaceSamples {
        try SurfaceSamples(of: Coordinates(points.map { SIMD3<Float>($0) }), voxel: voxel, threads: 1)
    }

    /// Sample by sample, with a search through all of the other cloud.
    @Test func evidenceIsCountedSampleBySample() throws {
        for seed in UInt64(1)...3 {
            var random = SeededGenerator(seed: seed)
            let (source, target) = (
                try samples(bentPart(1500, &random), voxel: 0.008), try samples(bentPart(1500, &random), voxel: 0.008)
            )
            let clouds = EvidenceSource(
                source: source, target: target, sourceSeen: nil, targetSeen: nil, oriented: false, distance: 0.003,
                threads: 2)
            let pose = RigidTransform(
                rotation: Quaternion(rotationVector: random.normalVector() * 0.03).rotation,
                translation: random.normalVector() * 0.002)
            let evidence = clouds.evidence(pose)
            for (side, cloud, other, motion) in [
                (evidence.source, source, target, pose), (evidence.target, target, source, pose.inverse),
            ] {
                var (lying, near) = (0, 0)
                for i in cloud.points.indices {
                    let (p, n) = (motion * Vector3(cloud.points[i]), motion.rotation * Vector3(cloud.normals[i]))
                    let j = other.points.indices.min {
                        (Vector3(other.points[$0]) - p).squaredLength < (Vector3(other.points[$1]) - p).squaredLength
                    }!
                    guard (Vector3(other.points[j]) - p).length < 1.6 * 0.008 + 0.003 else { continue }
                    let m = Vector3(other.normals[j])
                    let across = abs((p - Vector3(other.points[j])).dot(m))
                    guard abs(m.dot(n)) > 0.75 else { continue }
                    if across < 0.006 { near += 1 }
                    if across < 0.003 { lying += 1 }
                }
                #expect(side.total == cloud.count && side.free == 0 && side.beside == 0)
                // One or two lie on a border to rounding.
                #expect(abs(side.lying - lying) <= 2 && abs(side.near - near) <= 2, "seed \(seed)")
                #expect(side.lying > 100 && side.lying < side.total)
            }
        }
    }

    @Test func distinctPosesAreTheBestOfTheirNeighborhoods() {
        var random = SeededGenerator(seed: 5)
        let all = (0..<200).map { _ in
            ScreenedPose(
                pose: RigidTransform(
                    rotation: Quaternion(rotationVector: random.normalVector() * 0.1).rotation,
                    translation: random.normalVector()),
                score: Double(Int.random(in: 0..<20, using: &random)))
        }
        let found = all.distinct(angle: 0.1, distance: 0.5)
        #expect(found.count > 20 && found.count < all.count)
        for (i, a) in found.enumerated() {
            for b in found[..<i] { #expect(!a.pose.isNear(b.pose, 0.1, 0.5) && b.score >= a.score) }
        }
        for pose in all {
            #expect(
                found.contains {
                    $0.score >= pose.score && (pose.pose == $0.pose || $0.pose.isNear(pose.pose, 0.1, 0.5))
                })
        }
    }

    /// There and back, whichever cloud moves.
    @Test(arguments: [false, true]) func framesLeadThereAndBack(isSwapped: Bool) {
        var random = SeededGenerator(seed: 6)
        let source = PreparedCloud(cloud(bentPart(500, &random), origin: Vector3(1000, 2000, 3000)))
        let target = PreparedCloud(cloud(bentPart(500, &random).map { $0 + Vector3(1, 2, 3) }))
        let frames = SearchFrames(source, target, isSwapped: isSwapped)
        let pose = randomPose(&random)
        let back = frames.targetFromSource(frames.centered(pose))
        #expect((back.translation - pose.translation).length < 1e-9 && degrees(back, pose) < 1e-9)
        // The moving centre is the origin of the moving frame.
        let center = isSwapped ? pose.inverse * target.center - source.center : pose * source.center - target.center
        #expect((frames.centered(pose).translation - center).length < 1e-9)
        #expect(frames.bySource(moving: frames.moving.center, fixed: frames.fixed.center).source == source.center)
    }

    @Test func theBoxLeavesOutWhatIsFarFromNearlyAll() throws {
        var points = (0...100).map { SIMD3<Float>(Float($0), 2 * Float($0), 0) }
        let box = try #require(PercentileBox(of: Coordinates(points), points.indices))
        #expect(abs(box.diagonal - 96 * 5.0.squareRoot()) < 1e-4)
        points.append(SIMD3(1e9, 0, 0))
        let with = try #require(PercentileBox(of: Coordinates(points), points.indices))
        #expect(abs(with.diagonal - box.diagonal) < 3 && with.isNear(points[100]) && !with.isNear(points[101]))
        #expect(PercentileBox(of: Coordinates([points[3], points[3]]), 0..<2) == nil)
        #expect(PercentileBox(of: Coordinates(), 0..<0) == nil)
    }
}
