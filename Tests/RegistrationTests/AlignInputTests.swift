import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Registration

/// What no scan says, but a file or a caller can.
@Suite struct AlignInputTests {
    /// Points of a part, few enough for a build without optimisation.
    private let count = TestEffort.isLong ? 6000 : 1500

    /// A wild measurement far out takes no digit from the others.
    @Test(arguments: [Vector3(1e8, 0, 0), Vector3(0, -1e9, 0), Vector3(3e5, 3e5, 3e5), Vector3(1e30, 0, 0)])
    func onePointFarOutChangesNothing(wild: Vector3) throws {
        var random = SeededGenerator(seed: 16)
        let truth = randomPose(&random)
        let (source, target) = (bentPart(count, &random), bentPart(count, &random).map { truth * $0 })
        let result = try align(cloud(source + [wild]), to: cloud(target))
        let clean = try align(cloud(source), to: cloud(target))
        #expect(result.outliers == (1, 0))
        #expect(result.status == .converged && result.targetFromSource == clean.targetFromSource)
    }

    @Test(arguments: [Float(0), .nan])
    func normalsOfZerosAreNone(value: Float) throws {
        var random = SeededGenerator(seed: 17)
        let truth = randomPose(&random)
        var (source, target) = (cloud(bentPart(count, &random)), cloud(bentPart(count, &random).map { truth * $0 }))
        let without = try align(source, to: target)
        source.normals = Coordinates(Array(repeating: SIMD3(repeating: value), count: count))
        target.normals = source.normals
        let with = try align(source, to: target)
        #expect(with.status == .converged && with.targetFromSource == without.targetFromSource)
    }

    @Test(arguments: [-1.0, 0, 0.3, 2, .nan])
    func anyShareToKeepIsBorne(share: Double) throws {
        var random = SeededGenerator(seed: 18)
        let (source, target) = (cloud(bentPart(count, &random)), cloud(bentPart(count, &random)))
        let result = try align(source, to: target, options: .init(search: .near(), keptShare: share))
        #expect(result.status == .converged, "\(result.reasons)")
    }

    @Test func oneScanIsNoPair() {
        #expect(throws: AlignmentError.tooFewScans(count: 0)) { try align([]) }
        #expect(throws: AlignmentError.tooFewScans(count: 1)) { try align([PointCloud(positions: Coordinates([]))]) }
    }

    @Test func scansWithoutPointsArePlacedNowhere() throws {
        let none = PointCloud(positions: Coordinates([]))
        let result = try align([none, none])
        #expect(result.status == .notConverged)
        #expect(result.poses.allSatisfy { $0 == nil })
        #expect(result.pairs.allSatisfy { $0.reasons.contains { $0.contains("0 valid points") } })
    }

    @Test func badCloudsAreNamed() {
        let few = cloud([.zero, Vector3(1, 0, 0)])
        var random = SeededGenerator(seed: 7)
        let good = cloud(bentPart(count, &random))
        #expect(throws: AlignmentError.tooFewPoints(name: "source", count: 2)) { try align(few, to: good) }
        let spot = cloud(Array(repeating: Vector3(1, 1, 1), count: 50))
        #expect(throws: AlignmentError.noExtent(name: "target")) { try align(good, to: spot) }
        let millimeters = cloud(bentPart(count, &random).map { $0 * 1000 })
        #expect(throws: AlignmentError.self) { try align(good, to: millimeters) }
    }

    @Test(.enabled(if: TestEffort.isLong)) func inchesAreNamedWhereNoPoseIsBelieved() throws {
        var random = SeededGenerator(seed: 12)
        let result = try align(cloud(bentPart(count, &random)), to: cloud(bentPart(count, &random).map { $0 * 25.4 }))
        #expect(result.status != .converged)
        #expect(result.reasons.contains { $0.contains("an inch is 25.4 mm") }, "\(result.reasons)")
    }

    /// A fog of points with a part in it: some of it lies "on" the part wherever that is put.
    @Test func whatIsTooCoarseForTheSmallerCloudIsNotBelieved() throws {
        var random = SeededGenerator(seed: 13)
        let (small, fog) = (cloud(bentPart(count, &random)), cloud(fog(4000, &random)))
        for (source, target) in [(small, fog), (fog, small)] {
            let result = try align(source, to: target)
            #expect(result.status == .notConverged)
            #expect(result.reasons.contains { $0.contains("of the smaller one's size") }, "\(result.reasons)")
            #expect(result.margin == nil && result.inlierRMSE == nil && result.covariance == nil)
        }
    }

    @Test func extentsFarApartAreNamedWhereNoPoseIsBelieved() throws {
        var random = SeededGenerator(seed: 14)
        let large = cloud(bentPart(count, &random).map { $0 * 60 })
        let result = try align(cloud(bentPart(count, &random)), to: large, options: .init(search: .near()))
        #expect(result.status == .notConverged)
        #expect(result.reasons.contains { $0.contains("in another unit") }, "\(result.reasons)")
    }

    @Test(arguments: [1e8, 1e30, -1e300])
    func aViewpointBeyondMeasureIsTakenForNone(distance: Double) throws {
        var random = SeededGenerator(seed: 4)
        let points = (0..<2000).map { _ in
            SIMD3<Float>(
                .random(in: 0...0.2, using: &random), .random(in: 0...0.1, using: &random), 0)
        }
        var cloud = PointCloud(positions: Coordinates(points))
        cloud.viewpoint.translation = Vector3(distance, distance, distance)
        _ = try? align(cloud, to: cloud)
    }
}
