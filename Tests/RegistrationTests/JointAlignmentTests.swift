import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Registration

@Suite struct JointAlignmentTests {

    /// A small table, so that not all that views from both sides have in common is a plane.
    private static let table = {
        var scene = TableScene(solids: things)
        scene.tableHalfSize = SIMD2(0.38, 0.32)
        return scene
    }()

    private static let things: [Solid] = [
        .box(Vector3(0.22, 0.12, 0.16), at: Vector3(-0.22, 0.10, 0), yaw: 0.4, color: SIMD3(200, 80, 60)),
        .box(Vector3(0.10, 0.18, 0.10), at: Vector3(0.20, -0.12, 0), yaw: -0.3, color: SIMD3(60, 80, 200)),
        .cylinder(radius: 0.06, height: 0.22, at: Vector3(0.22, 0.16, 0), color: SIMD3(60, 180, 80)),
        .cylinder(radius: 0.09, height: 0.08, at: Vector3(-0.12, -0.18, 0), color: SIMD3(160, 160, 60)),
    ]

    /// Views from all around the table, each in its camera's frame, and the truth: tableFromCamera.
    private static func views(_ count: Int, width: Int) -> [(cloud: PointCloud, tableFromCamera: RigidTransform)] {
        (0..<count).map { i in
            let turn = Quaternion(rotationVector: Vector3(0, 0, 2 * .pi * Double(i) / Double(count))).rotation
            var camera = DepthCamera(at: turn * Vector3(0.9, 0, 0.75), lookingAt: Vector3(0, 0, 0.02))
            (camera.width, camera.height, camera.focalLength) = (width, width * 3 / 4, Double(width) * 0.82)
            // Of so few pixels disparity's steps would be centimetres.
            (camera.noise, camera.baseline) = (0.5, 0)
            return (camera.scan(table, seed: UInt64(i)).cloud, camera.worldFromCamera)
        }
    }

    /// How far the joint poses are off, in degrees and metres.
    private static func errors(_ result: JointAlignment, _ truth: [RigidTransform]) throws -> [(Double, Double)] {
        try zip(result.poses, truth).map { found, tableFromScan in
            let pose = try #require(found)
            // In the middle of the table.
            let error = truth[result.frame] * pose * tableFromScan.inverse
            return (error.angle * 180 / .pi, error.translation.length)
        }
    }

    /// All in one frame already, but each up to 2° and 10 mm off. A pixel of these views is 0.7° wide.
    @Test func viewsThatLieNearlyRightAreDrawnTogether() throws {
        let views = Self.views(4, width: 80)
        var random = SeededGenerator(seed: 2)
        let off = views.map { _ in
            RigidTransform(
                exponential: Twist(
                    rotation: random.normalVector() * 0.015,
                    translation: random.normalVector() * 0.005))
        }
        let clouds = zip(views, off).map { $0.cloud.transformed(by: $1 * $0.tableFromCamera) }
        let result = try align(clouds, options: .init(areNearlyAligned: true))
        #expect(result.groups == [[0, 1, 2, 3]], "\(result.pairs.map { ($0.name, $0.outcome, $0.reasons) })")
        #expect(result.status == .converged)
        for (i, error) in try Self.errors(result, off.map(\.inverse)).enumerated() {
            #expect(error.0 < 0.6 && error.1 < 0.004, "view \(i): \(error)")
        }
    }

    /// From any frames: the loop all around closes within the truth. Any number of threads gives the same.
    @Test(.enabled(if: TestEffort.isLong)) func viewsAllAroundATableCloseTheLoop() throws {
        let views = Self.views(8, width: 240)
        let clouds = views.map(\.cloud)
        let result = try align(clouds, options: .init(threads: 1))
        #expect(result.status == .converged, "\(result.pairs.map { ($0.name, $0.outcome, $0.reasons) })")
        for (i, error) in try Self.errors(result, views.map(\.tableFromCamera)).enumerated() {
            #expect(error.0 < 0.15 && error.1 < 0.002, "view \(i): \(error)")
        }
        #expect(try align(clouds, options: .init(threads: 3)).poses == result.poses)
    }

    // MARK: - What is made of pairs

    /// A bent part that nothing maps onto itself, drawn anew; every scan here shows all of it.
    private static func part(seed: UInt64) -> PointCloud {
        var random = SeededGenerator(seed: seed)
        return cloud(bentPart(900, &random, noise: 0))
    }

    private static func alignment(
        _ pose: RigidTransform, _ status: AlignmentStatus = .converged, overlap: Double = 0.6
    ) -> Alignment {
        Alignment(
            status: status, targetFromSource: pose, method: .generalized, iterations: 9, overlap: (overlap, overlap),
            outliers: (0, 0), inlierDistance: 0.002, inlierRMSE: status == .notConverged ? nil : 0.0005,
            agreement: 1, probability: 0.95,
            margin: 0.5, covariance: status == .converged ? Matrix6(diagonal: 1e-7) : nil, degenerateDirections: [],
            centroidShift: 0, runnerUps: [], candidates: [], reasons: status == .converged ? [] : ["told so"],
            voxel: 0.004)
    }

    private static let wrong = RigidTransform(
        rotation: Quaternion(rotationVector: Vector3(0, 0.5, 2)).rotation, translation: Vector3(0.1, 0.4, 0))

    /// Scans of the part in frames of their own, and pairs of them as if aligned, with errors in the part's frame.
    ///
    /// - Parameter rivals: errors of the other poses that ambiguous pairs allow.
    private static func joined(
        _ count: Int, _ alignments: [(source: Int, target: Int, error: RigidTransform, status: AlignmentStatus)],
        rivals: [RigidTransform] = []
    ) -> (result: JointAlignment, truth: [RigidTransform]) {
        let truth = (0..<count).map { i in
            RigidTransform(
                rotation: Quaternion(rotationVector: Vector3(0.3, -0.2, 0.9) * Double(i)).rotation,
                translation: Vector3(0.2, -0.1, 0.05) * Double(i))
        }
        let clouds = truth.indices.map { part(seed: UInt64($0)).transformed(by: truth[$0].inverse) }
        let pairs = alignments.enumerated().map { i, pair in
            func pose(_ error: RigidTransform) -> RigidTransform {
                truth[pair.target].inverse * error * truth[pair.source]
            }
            var alignment = alignment(pose(pair.error), pair.status)
            if pair.status == .ambiguous, i < rivals.count { alignment.runnerUps = [pose(rivals[i])] }
            return JointAlignment.Pair(
                source: pair.source, target: pair.target, alignment: alignment, outcome: .unused)
        }
        return (JointSearch(clouds, .init(threads: 1)).joined(pairs), truth)
    }

    @Test func scansThatBelongToOthersOrToNoneAreNotPlaced() {
        let (result, truth) = Self.joined(
            6,
            [
                (1, 0, .identity, .notConverged), (3, 1, .identity, .converged), (4, 3, .identity, .converged),
                (5, 0, .identity, .converged),
            ])
        #expect(result.status == .notConverged)
        #expect(result.groups == [[1, 3, 4], [0, 5], [2]])
        #expect(result.frame == 1 && result.poses[1] == .identity)
        #expect(result.poses.map { $0 != nil } == [false, true, false, true, true, false])
        let error = truth[1] * result.poses[4]! * truth[4].inverse
        #expect(error.angle < 1e-9 && error.translation.length < 1e-9)
        // Without a loop nothing would show that one is wrong.
        #expect(result.pairs.filter(\.isChecked).isEmpty)
        #expect(result.disagreement(ofScan: 2) == nil)
    }

    /// The more scans, the likelier that one of the pairs that nothing checks is wrong.
    @Test func anUncheckedPairHasToBeTheMoreProbableTheMoreScansThereAre() {
        func groups(_ count: Int, loop: Bool) -> JointAlignment {
            let chain = (1..<count).map { ($0, $0 - 1, RigidTransform.identity, AlignmentStatus.converged) }
            return Self.joined(count, chain + (loop ? [(count - 1, 0, .identity, .converged)] : [])).result
        }
        // Each is probable to 0.95, which is enough for eleven.
        #expect(groups(11, loop: false).groups.count == 1)
        let withheld = groups(12, loop: false)
        #expect(withheld.groups.count == 12 && withheld.status == .notConverged)
        #expect(withheld.pairs.allSatisfy { $0.outcome == .unused && $0.reasons[0].contains("no loop checks it") })
        #expect(groups(12, loop: true).groups.count == 1)
    }

    @Test func aWrongPairIsOutvotedAndAlignedAnew() throws {
        let (result, truth) = Self.joined(
            4,
            [
                (1, 0, .identity, .converged), (2, 0, .identity, .converged), (3, 0, Self.wrong, .converged),
                (3, 1, .identity, .converged), (3, 2, .identity, .converged),
            ])
        #expect(result.status == .converged)
        let pair = try #require(result.pairs.first { $0.source == 3 && $0.target == 0 })
        #expect(pair.isGuided, "\(pair.outcome)")
        #expect(pair.reasons.contains { $0.contains("outvote") }, "\(pair.reasons)")
        for (i, error) in try Self.errors(result, truth).enumerated() {
            #expect(error.0 < 0.1 && error.1 < 0.001, "scan \(i): \(error)")
        }
        #expect(result.pairs.allSatisfy { $0.isChecked || $0.outcome != .kept })
    }

    @Test func whatNothingDecidesIsSaid() throws {
        let (result, _) = Self.joined(
            3, [(1, 0, .identity, .converged), (2, 1, .identity, .converged), (2, 0, Self.wrong, .converged)])
        #expect(result.status == .ambiguous)
        let pair = try #require(result.pairs.first { $0.outcome == .undecided })
        #expect(pair.reasons.contains { $0.contains("nothing tells which is wrong") }, "\(pair.reasons)")
        #expect(try #require(pair.disagreement) > 0.1)
    }

    /// One pair has the right pose first, the other second: only those two agree.
    @Test func ambiguousPairsThatAgreeInOnePoseJoinTheirScans() throws {
        let slipped = RigidTransform(
            rotation: Quaternion(rotationVector: Vector3(0, 0, 0.4)).rotation, translation: Vector3(0.02, 0.03, 0))
        let pairs: [(Int, Int, RigidTransform, AlignmentStatus)] = [
            (2, 0, .identity, .ambiguous), (2, 1, slipped, .ambiguous), (1, 0, .identity, .converged),
        ]
        let (result, truth) = Self.joined(3, pairs, rivals: [Self.wrong, .identity])
        #expect(result.status == .converged, "\(result.pairs.map { ($0.name, $0.outcome, $0.reasons) })")
        for (i, error) in try Self.errors(result, truth).enumerated() {
            #expect(error.0 < 0.1 && error.1 < 0.001, "scan \(i): \(error)")
        }
        #expect(result.pairs.filter(\.isGuided).count >= 1)
        // Both poses of both agree: nothing tells which is right.
        let undecided = Self.joined(
            3, pairs.map { ($0.0, $0.1, .identity, $0.3) }, rivals: [slipped, slipped])
        #expect(undecided.result.groups == [[0, 1], [2]])
    }

    /// Three scans of a wall 2 m away; the third is joined to the second alone, as if it stood half a metre behind.
    @Test func aWrongPairThatNoLoopChecksShowsInTheOtherScans() throws {
        var random = SeededGenerator(seed: 21)
        let walls = (0..<3).map { _ in
            PointCloud(
                positions: Coordinates(
                    (0..<1600).map { i in
                        SIMD3<Float>(Float(i % 40) / 20 - 1, Float(i / 40) / 20 - 1, 2)
                            + SIMD3(Float.random(in: 0...0.02, using: &random), 0, 0)
                    }))
        }
        let search = JointSearch(walls, .init(threads: 1))
        let behind = RigidTransform(translation: Vector3(0, 0, -0.5))
        let pairs = [(1, 0, RigidTransform.identity), (2, 1, behind)].map { source, target, pose in
            JointAlignment.Pair(
                source: source, target: target, alignment: Self.alignment(pose), outcome: .unused)
        }
        // The pair of the first and the third has no say in the poses.
        let unknown = JointAlignment.Pair(source: 2, target: 0, outcome: .unused)
        let result = search.joined(pairs + [unknown])
        #expect(result.groups == [[0, 1, 2]] && result.status == .ambiguous)
        #expect(result.pairs.filter(\.isContradicted).map(\.name) == ["2–3", "1–3"])
        let right = search.agreements(result.pairs, Array(repeating: .identity, count: 3), [0, 0, 0])
        #expect(right.allSatisfy { $0 ?? 0 > 0.99 }, "\(right)")
    }

    @Test func aScanWithoutPointsIsNamedAndTheOthersArePlaced() throws {
        let speck = PointCloud(positions: Coordinates([SIMD3<Float>(0, 0, 1), SIMD3<Float>(0, 1, 0)]))
        let result = try align(
            [speck, PointCloud(positions: Coordinates())], options: .init(areNearlyAligned: true))
        #expect(result.status == .notConverged && result.groups == [[0], [1]])
        #expect(result.pairs.first?.reasons.first?.contains("registration needs 10 at least") == true)
        #expect(throws: AlignmentError.tooFewScans(count: 1)) { try align([speck]) }
    }
}
