import LinearAlgebra
import TestSupport
import Testing

@testable import Registration

@Suite struct NormalEquationsTests {
    private struct Pair {
        let p, r: Vector3
        let information: SymmetricMatrix3
        let weight: Double
    }

    private func pairs(_ count: Int, seed: UInt64) -> [Pair] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let (a, b) = (random.normalVector(), random.normalVector())
            return Pair(
                p: random.normalVector(), r: random.normalVector() * 0.1,
                information: SymmetricMatrix3(outer: a) + SymmetricMatrix3(outer: b),
                weight: Double.random(in: 0.1...2, using: &random))
        }
    }

    private func equations(_ pairs: [Pair]) -> NormalEquations {
        var result = NormalEquations()
        for pair in pairs {
            result.add(pair.p, residual: pair.r, information: pair.information, weight: pair.weight)
        }
        return result
    }

    /// `[−[p]ₓ | 1]`, column by column: how a residual changes with each motion.
    private func jacobian(_ p: Vector3) -> [Vector3] {
        [Vector3(0, -p.z, p.y), Vector3(p.z, 0, -p.x), Vector3(-p.y, p.x, 0)]
            + [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)]
    }

    @Test func theySumUpAsDenseJacobiansDo() {
        for seed in UInt64(1)...5 {
            let pairs = pairs(20, seed: seed)
            let (h, b) = (equations(pairs).hessian, equations(pairs).gradient)
            for i in 0..<6 {
                var gradient = 0.0
                for j in 0..<6 {
                    let dense = pairs.reduce(0) { sum, pair in
                        let column = jacobian(pair.p)
                        return sum + pair.weight * column[i].dot(pair.information * column[j])
                    }
                    #expect(abs(h[i, j] - dense) < 1e-10 * max(1, abs(dense)), "seed \(seed), \(i) \(j)")
                }
                for pair in pairs {
                    gradient += pair.weight * jacobian(pair.p)[i].dot(pair.information * pair.r)
                }
                #expect(abs((i < 3 ? b.rotation[i] : b.translation[i - 3]) - gradient) < 1e-10, "seed \(seed), \(i)")
            }
        }
    }

    /// Of the quadratic that the equations stand for.
    @Test func aStepWithoutDampingEndsWhereNothingPulls() throws {
        let equations = equations(pairs(20, seed: 7))
        let step = try #require(equations.step(damping: 0))
        let left = equations.hessian * step
        for i in 0..<3 {
            #expect(abs(left[i] + equations.gradient.rotation[i]) < 1e-9)
            #expect(abs(left[i + 3] + equations.gradient.translation[i]) < 1e-9)
        }
    }

    /// Seen from where the locks are: there the locked motions are 0, and nothing pulls along the others.
    @Test func lockedMotionsStayAtZero() throws {
        let locks: DegreesOfFreedom = [.rotationX, .translationZ]
        let center = Vector3(0.3, -0.7, 1.1)
        let equations = equations(pairs(20, seed: 8))
        let step = try #require(equations.step(damping: 0, locks: locks, about: center))
        let shift = RigidTransform(translation: center).adjoint
        let there = RigidTransform(translation: center * -1).adjoint * step
        #expect(abs(there[0]) < 1e-12 && abs(there[5]) < 1e-12)
        let gradient = Twist(rotation: equations.gradient.rotation, translation: equations.gradient.translation)
        let left = shift.transposed * (equations.hessian * step) + shift.transposed * gradient
        for i in 1..<5 { #expect(abs(left[i]) < 1e-9, "motion \(i)") }
        let covariance = try #require(equations.covariance(locks: locks, about: center))
            .transported(by: RigidTransform(translation: center * -1))
        #expect(abs(covariance[0, 0]) < 1e-12 && abs(covariance[5, 5]) < 1e-12 && covariance[1, 1] > 1e-3)
    }

    @Test func aPlaneAloneFixesNoPose() {
        var equations = NormalEquations()
        for i in 0..<30 {
            equations.add(
                Vector3(Double(i % 5), Double(i / 5), 0), residual: .zero,
                information: SymmetricMatrix3(outer: Vector3(0, 0, 1)), weight: 1)
        }
        #expect(equations.covariance() == nil)
        // The damping keeps what nothing holds where it is.
        #expect(equations.step(damping: 1e-6)?.translation == .zero)
    }
}
