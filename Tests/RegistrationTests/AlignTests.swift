import LinearAlgebra
import PointClouds
import Registration
import TestSupport
import Testing

@Suite struct AlignTests {
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
        for seed in UInt64(1)...3 {
            var random = SeededGenerator(seed: seed)
            let truth = pose(&random)
            let source = cloud(part(6000, &random))
            let target = cloud(part(6000, &random).map { truth * $0 })
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
        let (source, target) = (cloud(part(4000, &random)), cloud(part(4000, &random).map { truth * $0 }))
        var options = AlignmentOptions()
        options.threads = 1
        let one = try align(source, to: target, options: options)
        options.threads = 5
        let five = try align(source, to: target, options: options)
        #expect(one.targetFromSource == five.targetFromSource)
        #expect(one.margin == five.margin && one.inlierRMSE == five.inlierRMSE && one.iterations == five.iterations)
    }

    @Test(arguments: ["ball", "plane", "tube"]) func symmetricShapesAreAmbiguous(shape: String) throws {
        var random = SeededGenerator(seed: 5)
        func sample() -> [Vector3] {
            (0..<5000).map { _ in
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
        #expect(result.status != .converged)
        #expect(result.covariance == nil)
    }

    @Test func aLocalSearchMendsASmallErrorAndKeepsLocks() throws {
        var random = SeededGenerator(seed: 6)
        let points = part(6000, &random)
        let off = RigidTransform(
            rotation: Quaternion(rotationVector: Vector3(0, 0, 0.03)).rotation,
            translation: Vector3(0.002, -0.001, 0.001))
        let source = cloud(points)
        let target = cloud(part(6000, &random).map { off * $0 })
        for method in AlignmentMethod.allCases {
            var options = AlignmentOptions()
            options.searchesGlobally = false
            options.method = method
            let result = try align(source, to: target, options: options)
            #expect(degrees(result.targetFromSource, off) < 0.5, "\(method)")
        }
    }

    @Test func badCloudsAreNamed() {
        let few = cloud([.zero, Vector3(1, 0, 0)])
        var random = SeededGenerator(seed: 7)
        let good = cloud(part(3000, &random))
        #expect(throws: AlignmentError.tooFewPoints(name: "source", count: 2)) { try align(few, to: good) }
        let spot = cloud(Array(repeating: Vector3(1, 1, 1), count: 50))
        #expect(throws: AlignmentError.noExtent(name: "target")) { try align(good, to: spot) }
        let millimeters = cloud(part(3000, &random).map { $0 * 1000 })
        #expect(throws: AlignmentError.self) { try align(good, to: millimeters) }
    }
}
