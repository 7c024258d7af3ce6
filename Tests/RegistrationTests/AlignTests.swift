import Glibc
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Registration

@Suite struct AlignTests {
    private static let isLong = getenv("PICKPOSE_TESTS").map { String(cString: $0) } == "long"
    /// Points of a part, few enough for a build without optimisation.
    private let count = Self.isLong ? 6000 : 1500

    /// A bent part that nothing maps onto itself: three plates of different sizes.
    private func part(_ count: Int, _ random: inout SeededGenerator, noise: Double = 0.0003) -> [Vector3] {
        (0..<count).map { i in
            let (u, v) = (Double.random(in: 0...1, using: &random), Double.random(in: 0...1, using: &random))
            let p: Vector3 =
                switch i % 3 {
                case 0: Vector3(0.20 * u, 0.12 * v, 0)
                case 1: Vector3(0, 0.12 * v, 0.09 * u)
                default: Vector3(0.07 * u, 0.05, 0.05 * v)
                }
            return p + Vector3(random.normal(), random.normal(), random.normal()) * noise
        }
    }

    private func pose(_ random: inout SeededGenerator) -> RigidTransform {
        let q = Quaternion(x: random.normal(), y: random.normal(), z: random.normal(), w: random.normal())
        return RigidTransform(
            rotation: q.normalized.rotation,
            translation: Vector3(random.normal(), random.normal(), random.normal()) * 0.5)
    }

    private func cloud(_ points: [Vector3]) -> PointCloud {
        PointCloud(positions: Coordinates(points.map { SIMD3<Float>($0) }))
    }

    private func degrees(_ a: RigidTransform, _ b: RigidTransform) -> Double {
        Quaternion(rotation: a.rotation.transposed * b.rotation).rotationVector.length * 180 / .pi
    }

    @Test func findsAPartFromAnyStart() throws {
        for seed in UInt64(1)...(Self.isLong ? 3 : 1) {
            var random = SeededGenerator(seed: seed)
            let truth = pose(&random)
            let source = cloud(part(count, &random))
            let target = cloud(part(count, &random).map { truth * $0 })
            let result = try align(source, to: target)
            #expect(result.status == .converged, "seed \(seed): \(result.reasons)")
            #expect(degrees(result.targetFromSource, truth) < 0.5, "seed \(seed)")
            let center = Vector3(0.06, 0.05, 0.02)
            #expect((result.targetFromSource * center - truth * center).length < 0.001, "seed \(seed)")
        }
    }

    @Test func sameBytesForAnyNumberOfThreads() throws {
        var random = SeededGenerator(seed: 4)
        let truth = pose(&random)
        let (source, target) = (cloud(part(count, &random)), cloud(part(count, &random).map { truth * $0 }))
        var options = AlignmentOptions()
        options.threads = 1
        let one = try align(source, to: target, options: options)
        options.threads = 5
        let five = try align(source, to: target, options: options)
        #expect(one.targetFromSource == five.targetFromSource)
        #expect(one.margin == five.margin && one.inlierRMSE == five.inlierRMSE && one.iterations == five.iterations)
    }

    @Test(arguments: isLong ? ["tube", "ball", "plane"] : ["tube"]) func symmetricShapesAreAmbiguous(shape: String)
        throws
    {
        var random = SeededGenerator(seed: 5)
        func sample() -> [Vector3] {
            (0..<(Self.isLong ? 5000 : 1500)).map { _ in
                switch shape {
                case "ball": Vector3(random.normal(), random.normal(), random.normal()).normalized * 0.05
                case "plane":
                    Vector3(Double.random(in: 0...0.3, using: &random), Double.random(in: 0...0.3, using: &random), 0)
                default:
                    Vector3(random.normal(), random.normal(), 0).normalized * 0.03
                        + Vector3(0, 0, Double.random(in: 0...0.2, using: &random))
                }
            }
        }
        let truth = pose(&random)
        let result = try align(cloud(sample()), to: cloud(sample().map { truth * $0 }))
        #expect(result.status == .ambiguous, "\(result.reasons)")
        #expect(result.covariance == nil)
    }

    @Test func aLocalSearchMendsASmallError() throws {
        var random = SeededGenerator(seed: 6)
        let points = part(count, &random)
        let off = RigidTransform(
            rotation: Quaternion(rotationVector: Vector3(0, 0, 0.03)).rotation,
            translation: Vector3(0.002, -0.001, 0.001))
        let source = cloud(points)
        let target = cloud(part(count, &random).map { off * $0 })
        for method in AlignmentMethod.allCases {
            var options = AlignmentOptions()
            options.searchesGlobally = false
            options.method = method
            let result = try align(source, to: target, options: options)
            #expect(degrees(result.targetFromSource, off) < 0.5, "\(method)")
        }
    }

    @Test(.enabled(if: isLong)) func halfTurnsAreFound() throws {
        for axis in [Vector3(0, 0.6, 0.8), Vector3(1, 0, 0), Vector3(0, 1, 0)] {
            var random = SeededGenerator(seed: 8)
            let truth = RigidTransform(
                rotation: Quaternion(rotationVector: axis * .pi).rotation, translation: Vector3(0.3, -0.2, 0.1))
            let result = try align(cloud(part(count, &random)), to: cloud(part(count, &random).map { truth * $0 }))
            #expect(result.status == .converged, "about \(axis): \(result.reasons)")
            #expect(degrees(result.targetFromSource, truth) < 0.5, "about \(axis)")
        }
    }

    @Test func anEvaluationLeavesThePoseAlone() throws {
        var random = SeededGenerator(seed: 9)
        let truth = pose(&random)
        let (source, target) = (cloud(part(count, &random)), cloud(part(count, &random).map { truth * $0 }))
        var options = AlignmentOptions()
        options.evaluatesOnly = true
        options.initial = truth
        let right = try align(source, to: target, options: options)
        #expect(degrees(right.targetFromSource, truth) < 1e-6)
        #expect(right.status == .converged, "\(right.reasons)")
        let turned = RigidTransform(rotation: Quaternion(rotationVector: Vector3(0, 0, 0.5)).rotation)
        options.initial = truth * turned
        let wrong = try align(source, to: target, options: options)
        #expect(degrees(wrong.targetFromSource, truth * turned) < 1e-6)
        #expect(wrong.status != .converged)
        #expect(wrong.overlap.source < right.overlap.source)
    }

    /// In the target's frame, whichever cloud has more samples, and wherever the search starts.
    @Test(arguments: [1, 3])
    func lockedMotionsStay(timesAsManyInTheSource factor: Int) throws {
        var random = SeededGenerator(seed: 10)
        let start = pose(&random)
        let off = RigidTransform(
            rotation: Quaternion(rotationVector: Vector3(0.01, -0.015, 0.02)).rotation,
            translation: Vector3(0.002, 0.001, -0.002))
        let truth = off * start
        let source = cloud(part(count * factor, &random))
        let target = cloud(part(count * (4 - factor), &random).map { truth * $0 })
        let sets: [DegreesOfFreedom] = [
            [.rotationX, .rotationY, .translationZ], [.rotationZ], [.translationX, .translationY, .translationZ],
            [.rotationX, .rotationY, .rotationZ], [.rotationY, .rotationZ, .translationX],
        ]
        for locks in sets {
            var options = AlignmentOptions()
            options.initial = start
            options.locks = locks
            let result = try align(source, to: target, options: options)
            let turn = Quaternion(rotation: result.targetFromSource.rotation * start.rotation.transposed)
                .rotationVector
            let slide = result.targetFromSource.translation - start.translation
            var moved = 0.0
            for i in 0..<3 {
                for (motion, value) in [(i, turn[i]), (i + 3, slide[i])] {
                    if locks.rawValue & 1 << UInt8(motion) != 0 {
                        #expect(abs(value) < 1e-9, "\(locks.rawValue), \(motion)")
                    } else {
                        moved += abs(value)
                    }
                }
            }
            #expect(moved > 1e-3, "\(locks.rawValue)")
            if let covariance = result.covariance {
                // Of the source's origin, whose coordinates are the translation.
                let there = covariance.transported(by: RigidTransform(translation: start.translation * -1))
                for motion in 0..<6 where locks.rawValue & 1 << UInt8(motion) != 0 {
                    #expect(there[motion, motion] < 1e-12, "\(locks.rawValue), \(motion)")
                }
            }
        }
    }

    /// A plate that may only slide within its plane and turn in it has nothing left free across it.
    @Test func lockedMotionsAreNotFree() throws {
        var random = SeededGenerator(seed: 14)
        // Dense enough for a slide by a few voxels to be little beside it.
        func plate() -> PointCloud {
            cloud(
                (0..<6000).map { _ in
                    Vector3(
                        Double.random(in: 0...0.3, using: &random), Double.random(in: 0...0.2, using: &random),
                        0.0002 * random.normal())
                })
        }
        var options = AlignmentOptions()
        options.searchesGlobally = false
        #expect(try align(plate(), to: plate(), options: options).degenerateDirections.count == 3)
        options.locks = [.rotationZ, .translationX, .translationY]
        let held = try align(plate(), to: plate(), options: options)
        #expect(held.degenerateDirections.isEmpty && held.status == .converged, "\(held.reasons)")
    }

    /// In the target's frame, whichever cloud has more samples.
    @Test(arguments: [1, 3])
    func freeMotionsAreTheTargets(timesAsManyInTheSource factor: Int) throws {
        var random = SeededGenerator(seed: 15)
        let truth = pose(&random)
        func plate(_ count: Int) -> [Vector3] {
            (0..<count).map { _ in
                Vector3(
                    Double.random(in: 0...0.3, using: &random), Double.random(in: 0...0.2, using: &random),
                    0.0002 * random.normal())
            }
        }
        // Dense enough for a slide by a few voxels to be little beside it.
        let source = cloud(plate(6000 * factor))
        let target = cloud(plate(6000 * (4 - factor)).map { truth * $0 })
        var options = AlignmentOptions()
        options.initial = truth
        options.searchesGlobally = false
        let free = try align(source, to: target, options: options).degenerateDirections
        #expect(free.count == 3)
        let normal = truth.rotation * Vector3(0, 0, 1)
        let middle = truth * Vector3(0.15, 0.1, 0)
        for motion in free {
            #expect(motion.rotation.cross(normal).length < 0.05 * max(1, motion.rotation.length))
            #expect(abs((motion.translation - motion.rotation.cross(motion.center - middle)).dot(normal)) < 0.05)
            #expect((motion.center - middle).length < 0.05)
        }
    }

    /// A wild measurement far out takes no digit from the others.
    @Test(arguments: [Vector3(1e8, 0, 0), Vector3(0, -1e9, 0), Vector3(3e5, 3e5, 3e5), Vector3(1e30, 0, 0)])
    func onePointFarOutChangesNothing(wild: Vector3) throws {
        var random = SeededGenerator(seed: 16)
        let truth = pose(&random)
        let (source, target) = (part(count, &random), part(count, &random).map { truth * $0 })
        let result = try align(cloud(source + [wild]), to: cloud(target))
        let clean = try align(cloud(source), to: cloud(target))
        #expect(result.strayPoints == (1, 0))
        #expect(result.status == .converged && result.targetFromSource == clean.targetFromSource)
    }

    @Test(arguments: [Float(0), .nan])
    func normalsOfZerosAreNone(value: Float) throws {
        var random = SeededGenerator(seed: 17)
        let truth = pose(&random)
        var (source, target) = (cloud(part(count, &random)), cloud(part(count, &random).map { truth * $0 }))
        let without = try align(source, to: target)
        source.normals = Coordinates(Array(repeating: SIMD3(repeating: value), count: count))
        target.normals = source.normals
        let with = try align(source, to: target)
        #expect(with.status == .converged && with.targetFromSource == without.targetFromSource)
    }

    @Test(arguments: [-1.0, 0, 0.3, 2, .nan])
    func anyShareToKeepIsBorne(share: Double) throws {
        var random = SeededGenerator(seed: 18)
        let (source, target) = (cloud(part(count, &random)), cloud(part(count, &random)))
        var options = AlignmentOptions()
        options.searchesGlobally = false
        options.keptShare = share
        let result = try align(source, to: target, options: options)
        #expect(result.status == .converged, "\(result.reasons)")
    }

    /// Two ends of a bar with holes and steps: their planes fall together in many ways, but then cross one another.
    @Test(arguments: Self.isLong ? 1...6 : 1...2)
    func endsWithoutACommonSurfaceAreNotJoined(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let boxes = (0..<6).map { i in
            (
                low: Vector3(0.05 * Double(i), Double.random(in: 0...0.02, using: &random), 0),
                size: Vector3(
                    0.05, Double.random(in: 0.03...0.08, using: &random), Double.random(in: 0.02...0.08, using: &random)
                )
            )
        }
        let points = (0..<6 * count).map { i in
            let box = boxes[i % boxes.count]
            var p = Vector3(
                Double.random(in: 0...1, using: &random), Double.random(in: 0...1, using: &random),
                Double.random(in: 0...1, using: &random))
            p[Int.random(in: 0..<3, using: &random)] = Bool.random(using: &random) ? 0 : 1
            return box.low + Vector3(p.x * box.size.x, p.y * box.size.y, p.z * box.size.z)
        }
        let truth = pose(&random)
        let result = try align(
            cloud(points.filter { $0.x < 0.13 }), to: cloud(points.filter { $0.x > 0.17 }.map { truth * $0 }))
        #expect(result.status != .converged, "seed \(seed): \(result.probability ?? 0)")
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

    /// Nine tenths of it slide along themselves; what stands on it holds it.
    @Test func aTableWithThingsOnItIsHeldByThem() throws {
        var random = SeededGenerator(seed: 11)
        let boxes: [(x: Double, y: Double, a: Double, b: Double, h: Double)] = [
            (0.10, 0.12, 0.10, 0.05, 0.08), (0.35, 0.30, 0.06, 0.09, 0.12), (0.22, 0.42, 0.12, 0.07, 0.05),
        ]
        func table() -> [Vector3] {
            var points: [Vector3] = []
            for _ in 0..<(Self.isLong ? 12_000 : 4000) {
                let (x, y) = (Double.random(in: 0...0.6, using: &random), Double.random(in: 0...0.6, using: &random))
                let isCovered = boxes.contains { x > $0.x && x < $0.x + $0.a && y > $0.y && y < $0.y + $0.b }
                if !isCovered { points.append(Vector3(x, y, 0)) }
            }
            for box in boxes {
                for _ in 0..<(Self.isLong ? 400 : 130) {
                    let (u, v) = (Double.random(in: 0...1, using: &random), Double.random(in: 0...1, using: &random))
                    points.append(Vector3(box.x + u * box.a, box.y + v * box.b, box.h))
                    points.append(Vector3(box.x + u * box.a, box.y, v * box.h))
                    points.append(Vector3(box.x, box.y + u * box.b, v * box.h))
                }
            }
            return points.map { $0 + Vector3(random.normal(), random.normal(), random.normal()) * 0.0005 }
        }
        let truth = pose(&random)
        let result = try align(cloud(table()), to: cloud(table().map { truth * $0 }))
        #expect(result.status == .converged, "\(result.reasons)")
        #expect(degrees(result.targetFromSource, truth) < 0.5)
        #expect(result.degenerateDirections.isEmpty)
    }

    @Test func badCloudsAreNamed() {
        let few = cloud([.zero, Vector3(1, 0, 0)])
        var random = SeededGenerator(seed: 7)
        let good = cloud(part(count, &random))
        #expect(throws: AlignmentError.tooFewPoints(name: "source", count: 2)) { try align(few, to: good) }
        let spot = cloud(Array(repeating: Vector3(1, 1, 1), count: 50))
        #expect(throws: AlignmentError.noExtent(name: "target")) { try align(good, to: spot) }
        let millimeters = cloud(part(count, &random).map { $0 * 1000 })
        #expect(throws: AlignmentError.self) { try align(good, to: millimeters) }
    }

    @Test(.enabled(if: isLong)) func inchesAreNamedWhereNoPoseIsBelieved() throws {
        var random = SeededGenerator(seed: 12)
        let result = try align(cloud(part(count, &random)), to: cloud(part(count, &random).map { $0 * 25.4 }))
        #expect(result.status != .converged)
        #expect(result.reasons.contains { $0.contains("an inch is 25.4 mm") }, "\(result.reasons)")
    }

    private func fog(_ count: Int, _ random: inout SeededGenerator) -> PointCloud {
        cloud((0..<count).map { _ in Vector3(random.normal(), random.normal(), random.normal()) })
    }

    /// A fog of points with a part in it: some of it lies "on" the part wherever that is put.
    @Test func whatIsTooCoarseForTheSmallerCloudIsNotBelieved() throws {
        var random = SeededGenerator(seed: 13)
        let (small, fog) = (cloud(part(count, &random)), fog(4000, &random))
        for (source, target) in [(small, fog), (fog, small)] {
            let result = try align(source, to: target)
            #expect(result.status == .notConverged)
            #expect(result.reasons.contains { $0.contains("of the smaller one's size") }, "\(result.reasons)")
            #expect(result.margin == nil && result.inlierRMSE == nil && result.covariance == nil)
        }
    }

    @Test func extentsFarApartAreNamedWhereNoPoseIsBelieved() throws {
        var random = SeededGenerator(seed: 14)
        var options = AlignmentOptions()
        options.searchesGlobally = false
        let large = cloud(part(count, &random).map { $0 * 60 })
        let result = try align(cloud(part(count, &random)), to: large, options: options)
        #expect(result.status == .notConverged)
        #expect(result.reasons.contains { $0.contains("in another unit") }, "\(result.reasons)")
    }

    @Test func aMarginNeedsARival() throws {
        var random = SeededGenerator(seed: 15)
        var options = AlignmentOptions()
        options.searchesGlobally = false
        let result = try align(cloud(part(count, &random)), to: cloud(part(count, &random)), options: options)
        #expect(result.status == .converged, "\(result.reasons)")
        #expect(result.margin == nil)
        #expect(result.inlierRMSE != nil)
    }

    @Test func tooFewSamplesOrTooLittleInCommonAreNotBelieved() {
        func verdict(lying: (Int, Int), of total: (Int, Int)) -> Verdict {
            var evidence = PoseEvidence()
            (evidence.source.lying, evidence.source.total) = (lying.0, total.0)
            (evidence.target.lying, evidence.target.total) = (lying.1, total.1)
            (evidence.source.near, evidence.source.touching) = (lying.0, lying.0)
            (evidence.target.near, evidence.target.touching) = (lying.1, lying.1)
            evidence.sizes = total
            evidence.squaredResidual = 0.04 * Double(lying.0 + lying.1)
            var best = Candidate(pose: .identity)
            best.evidence = evidence
            best.plausibility = PosePlausibility(even: evidence, hold: 0.2, freeMotions: 0)
            return Verdict(best, rivals: nil, distance: 0.01, bothSeen: false, freeMotions: 0)
        }
        #expect(verdict(lying: (900, 900), of: (1000, 1000)).status == .converged)
        let few = verdict(lying: (40, 45), of: (50, 50))
        #expect(few.status == .notConverged && !few.isMeasured)
        #expect(few.reasons.contains { $0.contains("only 40 samples lie together") }, "\(few.reasons)")
        // Twenty times the smaller cloud's number lies on it, and next to none of the smaller on the larger.
        let thin = verdict(lying: (120, 20_000), of: (2000, 400_000))
        #expect(thin.status == .notConverged)
        #expect(thin.reasons.contains { $0.contains("overlap too low") }, "\(thin.reasons)")
    }

    /// A street is never still: some contradiction doesn't outweigh surfaces that lie closely where no other pose does.
    @Test func moreInCommonMoreCloselyAndFartherAheadIsMoreProbable() {
        func verdict(
            against: Int = 0, residual: Double = 0.3, crossing: Int = 0, lead: Double = 8, hold: Double = 0.2
        ) -> Verdict {
            var evidence = PoseEvidence()
            evidence.source = PoseEvidence.Side(
                total: 1000, lying: 600, touching: 640 + crossing, near: 620, free: against)
            evidence.target = PoseEvidence.Side(total: 1000, lying: 600, touching: 640 + crossing, near: 620)
            evidence.sizes = (1000, 1000)
            evidence.squaredResidual = residual * residual * 1200
            var best = Candidate(pose: .identity)
            best.evidence = evidence
            best.plausibility = PosePlausibility(even: evidence, hold: hold, freeMotions: 0)
            var rival = Candidate(pose: .identity)
            rival.plausibility = best.plausibility
            // A lead of so much in the logarithm is this much less in common.
            rival.plausibility.support = (best.plausibility.support + 10) * exp(-lead / 2.09) - 10
            return Verdict(best, rivals: [rival], distance: 0.01, bothSeen: true, freeMotions: 0)
        }
        #expect(verdict().status == .converged)
        #expect(verdict(against: 24).status == .converged)
        #expect(verdict(against: 24, residual: 0.5).status == .notConverged)
        #expect(verdict(lead: 0.2).status == .ambiguous)
        let less = [verdict(lead: 0.2), verdict(residual: 0.5), verdict(against: 60), verdict(crossing: 300)]
        let most = verdict().probability ?? 0
        #expect(less.allSatisfy { $0.probability ?? 1 < most })
        #expect((verdict(lead: 1).margin ?? 0) < (verdict(lead: 2).margin ?? 0))
        #expect(verdict(lead: 0.2).reasons == ["another pose does nearly as well"])
        // Too loose to be believed, but well ahead of any other: that no other does as well must be true where it is said.
        let loose = verdict(residual: 0.45, lead: 2)
        #expect(loose.status == .notConverged && (loose.margin ?? 0) > 0.8)
        #expect(loose.reasons.count == 1 && loose.reasons[0].contains("too loosely"), "\(loose.reasons)")
    }

    /// What the motions of a plain wall leave free is no doubt that the walls lie together.
    @Test func freeMotionsMakeAPoseAmbiguousRatherThanWrong() {
        var evidence = PoseEvidence()
        evidence.source = PoseEvidence.Side(total: 1000, lying: 900, touching: 900, near: 900)
        evidence.target = evidence.source
        evidence.sizes = (1000, 1000)
        evidence.squaredResidual = 0.05 * 1800
        var best = Candidate(pose: .identity)
        best.evidence = evidence
        best.plausibility = PosePlausibility(even: evidence, hold: 0, freeMotions: 3)
        let verdict = Verdict(best, rivals: [], distance: 0.01, bothSeen: true, freeMotions: 3)
        #expect(verdict.status == .ambiguous)
        #expect(verdict.probability == 0)
        #expect(verdict.reasons == ["the surfaces in common leave 3 motions free"])
    }

    /// The two sides of a scan overlap in a third of the table: slid along itself it would cover more.
    @Test(.enabled(if: isLong)) func halvesOfATableAreNotSlidAlongIt() throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let scan = try CloudFile(contentsOf: root + "/samples/table.pcd").cloud
        let width = scan.width
        var random = SeededGenerator(seed: 16)
        let truth = pose(&random)
        func half(_ columns: Range<Int>, _ parity: Int, _ pose: RigidTransform) -> PointCloud {
            let kept = scan.positions.indices.filter { i in
                let (row, column) = (i / width, i % width)
                guard columns.contains(column), (row + column) % 2 == parity else { return false }
                return scan.positions.isFinite(at: i)
            }
            var half = cloud(kept.map { pose * Vector3(scan.positions[$0]) })
            half.viewpoint = RigidTransform(translation: pose.translation)
            return half
        }
        let result = try align(
            half(0..<width * 13 / 20, 0, .identity), to: half(width * 7 / 20..<width, 1, truth))
        #expect(result.status == .converged, "\(result.reasons)")
        #expect(degrees(result.targetFromSource, truth) < 1)
    }
}
