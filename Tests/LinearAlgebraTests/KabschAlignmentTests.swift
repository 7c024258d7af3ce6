import LinearAlgebra
import TestSupport
import Testing

@Suite struct KabschAlignmentTests {
    private func pose(_ random: inout SeededGenerator) -> RigidTransform {
        let q = Quaternion(x: random.normal(), y: random.normal(), z: random.normal(), w: random.normal())
        return RigidTransform(
            rotation: q.normalized.rotation, translation: random.normalVector())
    }

    private func isRotation(_ r: Matrix3) -> Bool {
        (r.transposed * r - .identity).frobeniusNorm < 1e-12 && abs(r.determinant - 1) < 1e-12
    }

    @Test(arguments: [3, 2]) func exactPairsGiveTheirPose(dimensions: Int) throws {
        let seed: UInt64 = 11
        var random = SeededGenerator(seed: seed)
        for round in 0..<300 {
            let truth = pose(&random)
            let source = (0..<12).map { _ in
                Vector3(random.normal(), random.normal(), dimensions == 3 ? random.normal() : 0)
            }
            let fit = try rigidAlignment(of: source, to: source.map { truth * $0 })
            #expect((fit.targetFromSource.rotation - truth.rotation).frobeniusNorm < 1e-12, "seed \(seed), \(round)")
            #expect((fit.targetFromSource.translation - truth.translation).length < 1e-12, "seed \(seed), \(round)")
            #expect(fit.rank == dimensions)
        }
    }

    @Test func mirroredPairsGiveARotationAndShowInTheResidual() throws {
        var random = SeededGenerator(seed: 12)
        let source = (0..<20).map { _ in random.normalVector() }
        let fit = try rigidAlignment(of: source, to: source.map { Vector3(-$0.x, $0.y, $0.z) })
        #expect(isRotation(fit.targetFromSource.rotation))
        #expect(fit.rmse > 0.3)
    }

    @Test func pointsOnALineOrASpotGiveARotationWithoutCovariance() throws {
        let line = (0..<5).map { Vector3(Double($0), 0, 0) }
        for target in [line.map { Vector3(0, $0.x, 0) }, line.map { $0 * -1 }, line] {
            let fit = try rigidAlignment(of: line, to: target)
            #expect(isRotation(fit.targetFromSource.rotation) && fit.rmse < 1e-12)
            #expect(fit.covariance == nil && fit.rank == 1)
        }
        let spot = try rigidAlignment(of: [Vector3(1, 2, 3)], to: [Vector3(4, 5, 6)])
        #expect(spot.targetFromSource == RigidTransform(translation: Vector3(3, 3, 3)))
    }

    /// Whatever rounding leaves across a tilted plane or line, or of one spot.
    @Test func theRankIsOfThePointsNotOfTheirRounding() throws {
        let seed: UInt64 = 19
        var random = SeededGenerator(seed: seed)
        for round in 0..<200 {
            let (tilt, truth) = (pose(&random), pose(&random))
            let far = round % 2 == 0 ? 0.0 : 1000
            for rank in 0...3 {
                let source = (0..<20).map { _ in
                    var p = Vector3.zero
                    for axis in 0..<rank { p[axis] = random.normal() }
                    return tilt * p + Vector3(far, -far, far)
                }
                let target = source.map { truth * $0 + Vector3(random.normal(), random.normal(), 0) * 0.001 }
                let fit = try rigidAlignment(of: source, to: target)
                #expect(fit.rank == rank, "seed \(seed), \(round)")
                #expect((fit.covariance != nil) == (rank >= 2), "seed \(seed), \(round)")
            }
        }
    }

    @Test func scaleAndWeightsAreHeeded() throws {
        var random = SeededGenerator(seed: 13)
        let truth = pose(&random)
        var source = (0..<30).map { _ in random.normalVector() }
        var target = source.map { truth.rotation * $0 * 2.5 + truth.translation }
        source.append(Vector3(100, 0, 0))
        target.append(.zero)
        let weights = Array(repeating: 1.0, count: 30) + [0]
        let fit = try rigidAlignment(of: source, to: target, weights: weights, estimatingScale: true)
        #expect(abs(fit.scale - 2.5) < 1e-12)
        #expect((fit.targetFromSource.rotation - truth.rotation).frobeniusNorm < 1e-12)
    }

    @Test func farFromTheOriginNothingIsLost() throws {
        var random = SeededGenerator(seed: 14)
        let far = Vector3(5e6, -4e6, 100)
        let source = (0..<50).map { _ in far + random.normalVector() }
        let fit = try rigidAlignment(of: source, to: source)
        #expect((fit.targetFromSource.rotation - .identity).frobeniusNorm < 1e-8)
        #expect(fit.rmse < 1e-7)
    }

    /// The normalised squared error of 6 variables has the mean 6, and 12.6 is its 95 % point.
    @Test(arguments: [false, true]) func covarianceAgreesWithRepeats(estimatingScale: Bool) throws {
        let seed: UInt64 = 15
        var random = SeededGenerator(seed: seed)
        // Away from the origin a scale that is off by a little moves it much.
        let source = (0..<40).map { _ in Vector3(5 + random.normal(), 2 * random.normal(), 0.5 * random.normal()) }
        let truth = pose(&random)
        var within = 0
        let repeats = 500
        for _ in 0..<repeats {
            let target = source.map {
                truth * $0 + random.normalVector() * 0.01
            }
            let fit = try rigidAlignment(of: source, to: target, estimatingScale: estimatingScale)
            let off = truth * fit.targetFromSource.inverse
            let error = Twist(rotation: off.rotation.rotationVector, translation: off.translation)
            let information = try #require(fit.covariance?.cholesky())
            if error.dot(information.solve(error)) < 12.59 { within += 1 }
        }
        #expect((0.90...0.98).contains(Double(within) / Double(repeats)), "seed \(seed): \(within)")
    }

    @Test func badPairsAreNamed() {
        let p = Vector3(1, 2, 3)
        #expect(throws: KabschError.countsDiffer(source: 1, target: 0, weights: 1)) {
            try rigidAlignment(of: [p], to: [])
        }
        #expect(throws: KabschError.noPairs) { try rigidAlignment(of: [], to: []) }
        #expect(throws: KabschError.notFinite(index: 1)) {
            try rigidAlignment(of: [p, Vector3(.nan, 0, 0)], to: [p, p])
        }
        #expect(throws: KabschError.negativeWeight(index: 0)) { try rigidAlignment(of: [p], to: [p], weights: [-1]) }
    }
}
