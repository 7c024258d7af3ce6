import LinearAlgebra
import PointClouds
import SpatialSearch
import TestSupport
import Testing

@testable import Registration

@Suite struct LocalRegistrationTests {
    /// `w = d(2ρ)/d(e²)`, so that the step goes down the loss.
    @Test(arguments: [
        RobustKernel.none, .huber(scale: 0.3), .cauchy(scale: 0.3), .tukey(scale: 0.3),
    ])
    func aWeightIsTheSlopeOfItsLoss(kernel: RobustKernel) {
        for error in [0.01, 0.1, 0.25, 0.35, 0.8, 2] {
            let (e, h) = (error * error, 1e-6)
            let slope = (kernel.loss(e + h) - kernel.loss(e - h)) / (2 * h)
            #expect(abs(kernel.weight(e) - slope) < 1e-5, "at \(error)")
        }
        #expect(kernel.loss(0) == 0 && kernel.weight(0) == 1)
    }

    /// On a sphere, whatever pairs with whatever: a slide costs nothing.
    @Test func theSymmetricErrorVanishesAlongASphere() {
        var random = SeededGenerator(seed: 31)
        for _ in 0..<1000 {
            let a = random.unitVector()
            let b = random.unitVector()
            let r = a - b
            // Either side of a normal does; the sides of both are alike where it matters, at near pairs.
            guard a.dot(b) > 0 else { continue }
            let m = SymmetricFactor.information(source: a, target: b)
            #expect(abs(r.dot(m * r)) < 1e-12)
            let flipped = SymmetricFactor.information(source: a, target: b * -1)
            #expect(abs(r.dot(flipped * r)) < 1e-12)
        }
    }

    /// Three plates at right angles, some of the points of which aren't where they belong.
    private func corner(_ count: Int, strays: Double, _ random: inout SeededGenerator) -> SurfaceSamples {
        var (points, normals) = (Coordinates(), Coordinates())
        for i in 0..<count {
            let (u, v) = (Double.random(in: 0...1, using: &random), Double.random(in: 0...1, using: &random))
            let n = [Vector3(0, 0, 1), Vector3(0, 1, 0), Vector3(1, 0, 0)][i % 3]
            let p = [Vector3(u, v, 0), Vector3(u, 0, v), Vector3(0, u, v)][i % 3]
            let isStray = Double.random(in: 0...1, using: &random) < strays
            points.append(SIMD3<Float>(p + n * (0.0005 * random.normal() + (isStray ? 0.04 : 0))))
            normals.append(SIMD3<Float>(n))
        }
        return SurfaceSamples(points: points, normals: normals, tree: KDTree(points, threads: 1), voxel: 0.02)
    }

    @Test func straysPullAPoseUnlessAKernelOrATrimHoldsThemOff() {
        var random = SeededGenerator(seed: 32)
        let (source, target) = (corner(1500, strays: 0.25, &random), corner(1500, strays: 0, &random))
        func error(_ change: (inout LocalOptions) -> Void) -> Double {
            var options = LocalOptions(
                method: .pointToPlane, maximumDistance: 0.1, translationTolerance: 1e-6, threads: 1)
            change(&options)
            let pose = alignLocally(source, to: target, from: .identity, options).targetFromSource
            return (pose.translation + Vector3(pose.angle, 0, 0)).length
        }
        let plain = error { _ in }
        #expect(plain > 0.005)
        #expect(error { $0.kernel = .cauchy(scale: 0.002) } < plain / 5)
        #expect(error { $0.kernel = .tukey(scale: 0.01) } < plain / 5)
        #expect(error { $0.kernel = .huber(scale: 0.001) } < plain / 3)
        #expect(error { $0.keptShare = 0.6 } < plain / 5)
    }
}
