import LinearAlgebra
import PointClouds
import SpatialSearch
import TestSupport
import Testing

@testable import Registration

@Suite struct PoseScreenTests {
    private func sphere(_ count: Int, _ random: inout SeededGenerator) -> SurfaceSamples {
        var (points, normals) = (Coordinates(), Coordinates())
        for _ in 0..<count {
            let n = random.unitVector()
            points.append(SIMD3<Float>(n * 0.1))
            normals.append(SIMD3<Float>(n))
        }
        return SurfaceSamples(points: points, normals: normals, tree: KDTree(points, threads: 1), voxel: 0.01)
    }

    @Test func aLookedUpSampleIsTheNearestToWithinTheCell() throws {
        var random = SeededGenerator(seed: 21)
        let samples = sphere(3000, &random)
        let grid = SurfaceGrid(samples, cell: 0.01)
        var found = 0
        for _ in 0..<500 {
            let n = random.unitVector()
            let p = SIMD3<Float>(n * (0.1 + 0.004 * random.normal()))
            let exact = try #require(samples.tree.nearest(to: p, within: 1))
            guard let (q, _) = grid.sample(near: p) else { continue }
            found += 1
            let d = p - q
            // The cell's centre is half a diagonal away at most, on either side.
            #expect((d * d).sum().squareRoot() <= exact.squaredDistance.squareRoot() + 0.01 * 1.74, "at \(p)")
        }
        #expect(found > 480)
        #expect(grid.sample(near: SIMD3(0, 0, 0)) == nil)
        #expect(grid.sample(near: SIMD3(5, 0, 0)) == nil)
        #expect(grid.sample(near: SIMD3(.nan, 0, 0)) == nil)
    }

    @Test func balancedSamplesHearTheCupOnTheTable() {
        var (points, normals) = (Coordinates(), Coordinates())
        for i in 0..<2000 {
            let isCup = i % 50 == 0
            points.append(SIMD3(Float(i % 50), Float(i / 50), isCup ? 1 : 0))
            normals.append(isCup ? SIMD3(1, 0, 0) : SIMD3(0, 0, 1))
        }
        let samples = SurfaceSamples(points: points, normals: normals, tree: KDTree(points, threads: 1), voxel: 1)
        let few = BalancedSamples(samples, limit: 100, oriented: true)
        let cup = few.normals.filter { $0.x > 0.5 }.count
        #expect(cup >= 8, "2 % of the samples, \(cup) of \(few.count) chosen")
        #expect(few.normals.prefix(24).contains { $0.x > 0.5 })
        #expect(Set(few.indices).count >= few.count / 2)
    }

    @Test func theSpiralLeavesNoRotationFar() {
        var random = SeededGenerator(seed: 22)
        let spiral = (0..<600).map { Quaternion(spiral: $0, of: 600) }
        for q in spiral { #expect(abs(q.length - 1) < 1e-12) }
        var worst = 0.0
        for _ in 0..<300 {
            let r = Quaternion(x: random.normal(), y: random.normal(), z: random.normal(), w: random.normal())
                .normalized
            let nearest = spiral.map { q in abs(q.x * r.x + q.y * r.y + q.z * r.z + q.w * r.w) }.max()!
            worst = max(worst, 2 * RigidTransform.degrees(cosine: nearest))
        }
        #expect(worst < 40, "\(worst)°")
    }
}

extension RigidTransform {
    fileprivate static func degrees(cosine: Double) -> Double {
        Quaternion(x: (1 - cosine * cosine).squareRoot(), y: 0, z: 0, w: cosine).rotationVector.length * 90 / .pi
    }
}
