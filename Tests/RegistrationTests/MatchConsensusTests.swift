import LinearAlgebra
import PointClouds
import SpatialSearch
import TestSupport
import Testing

@testable import Registration

@Suite struct MatchConsensusTests {
    /// Points in a cube of 1 m with a normal each, and the same moved; some of the matches are right.
    private struct Scene {
        let truth: RigidTransform
        let source, target: SurfaceSamples
        let matches: [FeatureMatch]

        init(right: Int, wrong: Int, seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            truth = randomPose(&random)
            let count = 200
            let points = (0..<count).map { _ in
                Vector3(
                    .random(in: 0...1, using: &random), .random(in: 0...1, using: &random),
                    .random(in: 0...1, using: &random))
            }
            let normals = points.map { _ in random.unitVector() }
            func samples(_ pose: RigidTransform) -> SurfaceSamples {
                let moved = Coordinates(points.map { SIMD3<Float>(pose * $0) })
                return SurfaceSamples(
                    points: moved, normals: Coordinates(normals.map { SIMD3<Float>(pose.rotation * $0) }),
                    tree: KDTree(moved, threads: 1), voxel: 0.02)
            }
            (source, target) = (samples(.identity), samples(truth))
            matches = (0..<right + wrong).map { i in
                FeatureMatch(
                    source: Int32(i % count),
                    target: i < right ? Int32(i % count) : Int32.random(in: 0..<Int32(count), using: &random),
                    ratio: 0.5, isMutual: true)
            }
        }

        func consensus(tolerance: Double = 0.02, oriented: Bool = true, threads: Int = 2) -> MatchConsensus {
            MatchConsensus(matches, source, target, tolerance: tolerance, oriented: oriented, threads: threads)
        }

        /// How many matches a pose brings together, counted one by one.
        func support(_ pose: RigidTransform, within distance: Double) -> Int {
            matches.count {
                let moved = pose * Vector3(source.points[Int($0.source)])
                return (moved - Vector3(target.points[Int($0.target)])).length < distance
            }
        }
    }

    @Test(arguments: [true, false]) func fewRightMatchesAmongManyWrongOnesAreFound(oriented: Bool) throws {
        for seed in UInt64(1)...5 {
            let scene = Scene(right: 20, wrong: 180, seed: seed)
            let found = scene.consensus(oriented: oriented).hypotheses(seeds: 50, limit: 10, threads: 2)
            let best = try #require(found.first, "seed \(seed)")
            #expect(degrees(best.targetFromSource, scene.truth) < 0.01, "seed \(seed)")
            #expect((best.targetFromSource.translation - scene.truth.translation).length < 1e-4, "seed \(seed)")
        }
    }

    @Test func supportIsWhatAPoseBringsTogether() {
        let scene = Scene(right: 40, wrong: 100, seed: 6)
        let (tolerance, all) = (0.02, scene.consensus(threads: 1).hypotheses(seeds: 50, limit: 10, threads: 1))
        #expect(!all.isEmpty)
        // The support is counted before the last fit, which moves the exact pose by rounding alone.
        #expect(all[0].support == scene.support(all[0].targetFromSource, within: 1.5 * tolerance))
        for (a, b) in zip(all, all.dropFirst()) { #expect(a.support >= b.support) }
        for (i, a) in all.enumerated() {
            for b in all[..<i] {
                let isSame =
                    degrees(a.targetFromSource, b.targetFromSource) < 11.4
                    && (a.targetFromSource.translation - b.targetFromSource.translation).length < 2 * tolerance
                #expect(!isSame)
            }
        }
    }

    /// Two right matches and their normals fix the pose.
    @Test func aPairOfRightMatchesGivesThePose() {
        let scene = Scene(right: 30, wrong: 0, seed: 7)
        let poses = scene.consensus().pairPoses(partners: 4, threads: 2)
        #expect(poses.count > 60)
        for pose in poses { #expect(degrees(pose, scene.truth) < 0.1) }
    }

    @Test func theNumberOfThreadsChangesNothing() {
        let scene = Scene(right: 15, wrong: 185, seed: 8)
        let (one, three) = (scene.consensus(threads: 1), scene.consensus(threads: 3))
        #expect(one.pairPoses(partners: 8, threads: 1) == three.pairPoses(partners: 8, threads: 3))
        let found = [(one, 1), (three, 3)].map { consensus, threads in
            consensus.hypotheses(seeds: 40, limit: 20, threads: threads).map(\.targetFromSource)
        }
        #expect(found[0] == found[1])
    }

    @Test func noMatchesGiveNoPoses() {
        let scene = Scene(right: 0, wrong: 0, seed: 9)
        #expect(scene.consensus().hypotheses(seeds: 10, limit: 10, threads: 2).isEmpty)
        #expect(scene.consensus().pairPoses(partners: 4, threads: 2).isEmpty)
    }
}
