import CloudFiles
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Registration

@Suite struct AlignTests {
    /// Points of a part, few enough for a build without optimisation.
    private let count = TestEffort.isLong ? 6000 : 1500

    @Test func findsAPartFromAnyStart() throws {
        for seed in UInt64(1)...(TestEffort.isLong ? 3 : 1) {
            var random = SeededGenerator(seed: seed)
            let truth = randomPose(&random)
            let source = cloud(bentPart(count, &random))
            let target = cloud(bentPart(count, &random).map { truth * $0 })
            let result = try align(source, to: target)
            #expect(result.status == .converged, "seed \(seed): \(result.reasons)")
            #expect(degrees(result.targetFromSource, truth) < 0.5, "seed \(seed)")
            let center = Vector3(0.06, 0.05, 0.02)
            #expect((result.targetFromSource * center - truth * center).length < 0.001, "seed \(seed)")
        }
    }

    /// Three degrees off most samples still lie on the other cloud, but ICP knows better.
    @Test func aPoseBesideTheRightOneIsNotBelieved() throws {
        var random = SeededGenerator(seed: 21)
        let truth = randomPose(&random)
        let source = cloud(bentPart(count, &random))
        let target = cloud(bentPart(count, &random).map { truth * $0 })
        #expect(try align(source, to: target, options: .init(search: .evaluate(truth))).status == .converged)
        let turn = RigidTransform(rotation: Quaternion(rotationVector: Vector3(0.05, 0, 0)).rotation)
        let beside = try align(source, to: target, options: .init(search: .evaluate(truth * turn)))
        #expect(beside.status == .notConverged && beside.probability == 0)
        #expect(beside.reasons.first?.contains("lie far closer together") == true, "\(beside.reasons)")
        #expect(beside.targetFromSource == truth * turn)
        // Locks that hold a wrong value are no better.
        func held(_ start: RigidTransform) throws -> AlignmentStatus {
            let search = AlignmentOptions.Search.near(start, locking: [.rotationX, .rotationY, .rotationZ])
            return try align(source, to: target, options: .init(search: search)).status
        }
        #expect(try held(truth * turn) == .notConverged)
        #expect(try held(truth) == .converged)
    }

    @Test func sameBytesForAnyNumberOfThreads() throws {
        var random = SeededGenerator(seed: 4)
        let truth = randomPose(&random)
        let (source, target) = (cloud(bentPart(count, &random)), cloud(bentPart(count, &random).map { truth * $0 }))
        let one = try align(source, to: target, options: .init(threads: 1))
        let five = try align(source, to: target, options: .init(threads: 5))
        #expect(one.targetFromSource == five.targetFromSource)
        #expect(one.margin == five.margin && one.inlierRMSE == five.inlierRMSE && one.iterations == five.iterations)
    }

    @Test(arguments: TestEffort.isLong ? ["tube", "ball", "plane"] : ["tube"]) func symmetricShapesAreAmbiguous(
        shape: String
    )
        throws
    {
        var random = SeededGenerator(seed: 5)
        func sample() -> [Vector3] {
            (0..<(TestEffort.isLong ? 5000 : 1500)).map { _ in
                switch shape {
                case "ball": random.unitVector() * 0.05
                case "plane":
                    Vector3(Double.random(in: 0...0.3, using: &random), Double.random(in: 0...0.3, using: &random), 0)
                default:
                    Vector3(random.normal(), random.normal(), 0).normalized * 0.03
                        + Vector3(0, 0, Double.random(in: 0...0.2, using: &random))
                }
            }
        }
        let truth = randomPose(&random)
        let result = try align(cloud(sample()), to: cloud(sample().map { truth * $0 }))
        #expect(result.status == .ambiguous, "\(result.reasons)")
        #expect(result.covariance == nil)
    }

    @Test func aLocalSearchMendsASmallError() throws {
        var random = SeededGenerator(seed: 6)
        let points = bentPart(count, &random)
        let off = RigidTransform(
            rotation: Quaternion(rotationVector: Vector3(0, 0, 0.03)).rotation,
            translation: Vector3(0.002, -0.001, 0.001))
        let source = cloud(points)
        let target = cloud(bentPart(count, &random).map { off * $0 })
        for method in AlignmentMethod.allCases {
            let result = try align(source, to: target, options: .init(search: .near(), method: method))
            #expect(degrees(result.targetFromSource, off) < 0.5, "\(method)")
        }
    }

    @Test(.enabled(if: TestEffort.isLong)) func halfTurnsAreFound() throws {
        for axis in [Vector3(0, 0.6, 0.8), Vector3(1, 0, 0), Vector3(0, 1, 0)] {
            var random = SeededGenerator(seed: 8)
            let truth = RigidTransform(
                rotation: Quaternion(rotationVector: axis * .pi).rotation, translation: Vector3(0.3, -0.2, 0.1))
            let result = try align(
                cloud(bentPart(count, &random)), to: cloud(bentPart(count, &random).map { truth * $0 }))
            #expect(result.status == .converged, "about \(axis): \(result.reasons)")
            #expect(degrees(result.targetFromSource, truth) < 0.5, "about \(axis)")
        }
    }

    @Test func anEvaluationLeavesThePoseAlone() throws {
        var random = SeededGenerator(seed: 9)
        let truth = randomPose(&random)
        let (source, target) = (cloud(bentPart(count, &random)), cloud(bentPart(count, &random).map { truth * $0 }))
        let right = try align(source, to: target, options: .init(search: .evaluate(truth)))
        #expect(degrees(right.targetFromSource, truth) < 1e-6)
        #expect(right.status == .converged, "\(right.reasons)")
        let turned = RigidTransform(rotation: Quaternion(rotationVector: Vector3(0, 0, 0.5)).rotation)
        let wrong = try align(source, to: target, options: .init(search: .evaluate(truth * turned)))
        #expect(degrees(wrong.targetFromSource, truth * turned) < 1e-6)
        #expect(wrong.status != .converged)
        #expect(wrong.overlap.source < right.overlap.source)
    }

    /// Two ends of a bar with holes and steps: their planes fall together in many ways, but then cross one another.
    @Test(arguments: TestEffort.isLong ? 1...6 : 1...2)
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
        let truth = randomPose(&random)
        let result = try align(
            cloud(points.filter { $0.x < 0.13 }), to: cloud(points.filter { $0.x > 0.17 }.map { truth * $0 }))
        #expect(result.status != .converged, "seed \(seed): \(result.probability ?? 0)")
    }

    /// Nine tenths of it slide along themselves; what stands on it holds it.
    @Test func aTableWithThingsOnItIsHeldByThem() throws {
        var random = SeededGenerator(seed: 11)
        let boxes: [(x: Double, y: Double, a: Double, b: Double, h: Double)] = [
            (0.10, 0.12, 0.10, 0.05, 0.08), (0.35, 0.30, 0.06, 0.09, 0.12), (0.22, 0.42, 0.12, 0.07, 0.05),
        ]
        func table() -> [Vector3] {
            var points: [Vector3] = []
            for _ in 0..<(TestEffort.isLong ? 12_000 : 4000) {
                let (x, y) = (Double.random(in: 0...0.6, using: &random), Double.random(in: 0...0.6, using: &random))
                let isCovered = boxes.contains { x > $0.x && x < $0.x + $0.a && y > $0.y && y < $0.y + $0.b }
                if !isCovered { points.append(Vector3(x, y, 0)) }
            }
            for box in boxes {
                for _ in 0..<(TestEffort.isLong ? 400 : 130) {
                    let (u, v) = (Double.random(in: 0...1, using: &random), Double.random(in: 0...1, using: &random))
                    points.append(Vector3(box.x + u * box.a, box.y + v * box.b, box.h))
                    points.append(Vector3(box.x + u * box.a, box.y, v * box.h))
                    points.append(Vector3(box.x, box.y + u * box.b, v * box.h))
                }
            }
            return points.map { $0 + random.normalVector() * 0.0005 }
        }
        let truth = randomPose(&random)
        let result = try align(cloud(table()), to: cloud(table().map { truth * $0 }))
        #expect(result.status == .converged, "\(result.reasons)")
        #expect(degrees(result.targetFromSource, truth) < 0.5)
        #expect(result.degenerateDirections.isEmpty)
    }

    @Test func aMarginNeedsARival() throws {
        var random = SeededGenerator(seed: 15)
        let result = try align(
            cloud(bentPart(count, &random)), to: cloud(bentPart(count, &random)), options: .init(search: .near()))
        #expect(result.status == .converged, "\(result.reasons)")
        #expect(result.margin == nil)
        #expect(result.inlierRMSE != nil)
    }

    /// The two sides of a scan overlap in a third of the table: slid along itself it would cover more.
    @Test(.enabled(if: TestEffort.isLong)) func halvesOfATableAreNotSlidAlongIt() throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let scan = try CloudFile(contentsOf: root + "/samples/table.pcd").cloud
        let width = scan.width
        var random = SeededGenerator(seed: 16)
        let truth = randomPose(&random)
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
