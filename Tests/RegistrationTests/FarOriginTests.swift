import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Registration

/// Surveyed scans lie millions of metres from the origin of their coordinates (UTM): poses, covariances and motions are
/// in those coordinates, and as exact as near the origin.
@Suite struct FarOriginTests {
    private let count = TestEffort.isLong ? 6000 : 1500
    private static let sourceOrigin = Vector3(500_000, 5_000_000, 120)
    private static let targetOrigin = Vector3(499_900, 5_000_040, 80)

    /// A part of 20 m, twice: near the origin, and the same Float32 numbers far out.
    private struct Scene {
        /// Between the coordinates near the origin, and between those of the files.
        let near, far: RigidTransform
        let sourcePoints, targetPoints: [Vector3]

        init(_ count: Int, seed: UInt64, timesAsManyInTheSource factor: Int = 1) {
            var random = SeededGenerator(seed: seed)
            near = RigidTransform(
                rotation: randomPose(&random).rotation, translation: Vector3(3, -2, 1))
            far = Self.far(near)
            let pose = near
            sourcePoints = bentPart(count * factor, &random).map { $0 * 100 }
            targetPoints = bentPart(count, &random).map { pose * ($0 * 100) }
        }

        /// The same pose between the coordinates of the files.
        static func far(_ near: RigidTransform) -> RigidTransform {
            RigidTransform(translation: targetOrigin) * near * RigidTransform(translation: sourceOrigin * -1)
        }

        func aligned(
            _ search: (_ toFar: (RigidTransform) -> RigidTransform) -> AlignmentOptions.Search
        ) throws -> (near: Alignment, far: Alignment) {
            (
                try align(cloud(sourcePoints), to: cloud(targetPoints), options: .init(search: search { $0 })),
                try align(
                    cloud(sourcePoints, origin: sourceOrigin), to: cloud(targetPoints, origin: targetOrigin),
                    options: .init(search: search(Self.far)))
            )
        }
    }

    /// By how many metres two poses differ at most on the source.
    private func difference(_ far: RigidTransform, _ near: RigidTransform, on points: [Vector3]) -> Double {
        points.map { (far * ($0 + Self.sourceOrigin) - Self.targetOrigin - near * $0).length }.max() ?? 0
    }

    /// The far result is the near one, but for where ICP stops: starts differ by the rounding at five million metres.
    private func expectSame(_ far: Alignment, _ near: Alignment, on points: [Vector3], within limit: Double = 1e-3) {
        #expect(far.status == near.status, "\(far.reasons)")
        #expect(difference(far.targetFromSource, near.targetFromSource, on: points) < limit)
        #expect(far.runnerUps.count == near.runnerUps.count)
        for (a, b) in zip(far.runnerUps, near.runnerUps) { #expect(difference(a, b, on: points) < limit) }
        #expect(far.candidates.count == near.candidates.count)
        for (a, b) in zip(far.candidates, near.candidates) {
            #expect(difference(a.targetFromSource, b.targetFromSource, on: points) < limit)
        }
        #expect(far.degenerateDirections.count == near.degenerateDirections.count)
        for (a, b) in zip(far.degenerateDirections, near.degenerateDirections) {
            #expect((a.center - Self.targetOrigin - b.center).length < limit)
            #expect((a.rotation - b.rotation).length < limit && (a.translation - b.translation).length < limit)
        }
        #expect((far.covariance == nil) == (near.covariance == nil))
        if let a = far.covariance?.transported(by: RigidTransform(translation: Self.targetOrigin * -1)),
            let b = near.covariance
        {
            for i in 0..<6 {
                for j in 0..<6 {
                    let scale = (b[i, i] * b[j, j]).squareRoot()
                    #expect(abs(a[i, j] - b[i, j]) < 0.05 * scale, "covariance \(i) \(j): \(a[i, j]), \(b[i, j])")
                }
            }
        }
        #expect(abs(far.overlap.source - near.overlap.source) < 0.01)
        #expect(abs((far.inlierRMSE ?? 0) - (near.inlierRMSE ?? 0)) < limit)
    }

    @Test(arguments: [1, 3]) func aLocalSearch(timesAsManyInTheSource factor: Int) throws {
        let scene = Scene(count, seed: 41, timesAsManyInTheSource: factor)
        let off = RigidTransform(
            rotation: Quaternion(rotationVector: Vector3(0.01, -0.01, 0.02)).rotation,
            translation: Vector3(0.2, 0.1, -0.1))
        let (near, far) = try scene.aligned { .near($0(off * scene.near)) }
        #expect(near.status == .converged)
        expectSame(far, near, on: scene.sourcePoints)
        #expect(difference(far.targetFromSource, scene.near, on: scene.sourcePoints) < 0.1)
        let shift = far.targetFromSource * (Self.sourceOrigin + Vector3(8, 5, 2)) - Self.sourceOrigin - Vector3(8, 5, 2)
        #expect(abs(far.centroidShift - shift.length) < 10)
    }

    @Test func anEvaluation() throws {
        let scene = Scene(count, seed: 42)
        let (near, far) = try scene.aligned { .evaluate($0(scene.near)) }
        #expect(far.targetFromSource == scene.far)
        expectSame(far, near, on: scene.sourcePoints)
    }

    /// Without a start in common: the coordinates' identity is a candidate, and is another pose far out.
    @Test func aSearchEverywhere() throws {
        let scene = Scene(count, seed: 43)
        let source = cloud(scene.sourcePoints, origin: Self.sourceOrigin)
        let target = cloud(scene.targetPoints, origin: Self.targetOrigin)
        let result = try align(source, to: target)
        #expect(result.status == .converged, "\(result.reasons)")
        #expect(difference(result.targetFromSource, scene.near, on: scene.sourcePoints) < 0.1)
    }

    @Test func freeMotionsAndRunnerUps() throws {
        var random = SeededGenerator(seed: 44)
        let (a, b) = (plate(6000, &random).map { $0 * 100 }, plate(6000, &random).map { $0 * 100 })
        let far = RigidTransform(translation: Self.targetOrigin - Self.sourceOrigin)
        let near = try align(cloud(a), to: cloud(b), options: .init(search: .evaluate()))
        let result = try align(
            cloud(a, origin: Self.sourceOrigin), to: cloud(b, origin: Self.targetOrigin),
            options: .init(search: .evaluate(far)))
        #expect(near.degenerateDirections.count == 3 && !near.runnerUps.isEmpty)
        expectSame(result, near, on: a)
    }

    /// Each scan with an origin of its own.
    @Test(arguments: TestEffort.isLong ? [true, false] : [true])
    func manyScans(areNearlyAligned: Bool) throws {
        var random = SeededGenerator(seed: 45)
        let origins = [Self.sourceOrigin, Self.targetOrigin, Self.sourceOrigin + Vector3(-30, 20, 5)]
        let world = Vector3(500_010, 5_000_010, 100)
        // Where each scan's file has the part: a little off, or anywhere.
        let worldFromFile = origins.indices.map { _ in
            let motion =
                areNearlyAligned
                ? RigidTransform(
                    exponential: Twist(
                        rotation: random.normalVector() * 0.005, translation: random.normalVector() * 0.1))
                : randomPose(&random)
            return RigidTransform(translation: world) * motion * RigidTransform(translation: world * -1)
        }
        let scans = zip(origins, worldFromFile).map { origin, pose in
            let fileFromWorld = pose.inverse
            return cloud(bentPart(count, &random).map { fileFromWorld * ($0 * 100 + world) - origin }, origin: origin)
        }
        let result = try align(scans, options: .init(areNearlyAligned: areNearlyAligned))
        #expect(result.status == .converged, "\(result.pairs.map { ($0.name, $0.outcome, $0.reasons) })")
        for (scan, pose) in result.poses.enumerated() {
            let pose = try #require(pose)
            let truth = worldFromFile[result.frame].inverse * worldFromFile[scan]
            #expect((pose * world - truth * world).length < 0.05 && degrees(pose, truth) < 0.2, "scan \(scan)")
        }
        for pair in result.pairs {
            let alignment = try #require(pair.alignment)
            let truth = worldFromFile[pair.target].inverse * worldFromFile[pair.source]
            #expect((alignment.targetFromSource * world - truth * world).length < 0.05, "\(pair.name)")
            #expect(abs(alignment.centroidShift - (truth * world - world).length) < 1, "\(pair.name)")
            let covariance = try #require(alignment.covariance).transported(by: RigidTransform(translation: world * -1))
            #expect(covariance[3, 3].squareRoot() < 0.1 && covariance[0, 0].squareRoot() < 0.01, "\(pair.name)")
        }
    }
}
