import Glibc
import TestSupport
import Testing

@testable import Segmentation

@Suite struct PlaneMomentsTests {
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func thePlaneOfExactPixelsIsFound(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let plane = InverseDepthPlane(
            .random(in: 0.5...2, using: &random), .random(in: -1...1, using: &random),
            .random(in: -1...1, using: &random))
        var sums = PlaneMoments()
        for _ in 0..<50 {
            let (u, v) = (Double.random(in: -1...1, using: &random), Double.random(in: -1...1, using: &random))
            sums.add(u, v, plane(u, v))
        }
        let (found, squares) = sums.fit()
        #expect(abs(found.c0 - plane.c0) < 1e-12 && abs(found.cu - plane.cu) < 1e-12, "seed \(seed)")
        #expect(abs(found.cv - plane.cv) < 1e-12 && squares < 1e-12, "seed \(seed)")
    }

    @Test func pixelsOnALineGetNoSlopeAcrossIt() {
        var row = PlaneMoments()
        for u in 0..<10 { row.add(Double(u), 0, 1 + 2 * Double(u)) }
        #expect(row.fit().plane == InverseDepthPlane(1, 2, 0))
        var point = PlaneMoments()
        for _ in 0..<5 { point.add(0.5, 0.25, 3) }
        #expect(point.fit().plane == InverseDepthPlane(3, 0, 0))
        #expect(PlaneMoments().fit().plane == InverseDepthPlane())
    }

    @Test func normalAndOffsetAreThoseOfThePointsInSpace() {
        let plane = InverseDepthPlane(0.8, 0.1, -0.3)
        let (normal, offset) = plane.normalAndOffset
        #expect(abs((normal * normal).sum() - 1) < 1e-12)
        for (a, b) in [(0.0, 0.0), (0.4, -0.2), (-0.3, 0.5)] {
            let point = SIMD3(a, b, 1) / plane(a, b)
            #expect(abs((normal * point).sum() - offset) < 1e-12)
        }
        #expect(normal.z < 0 && offset < 0, "towards the camera")
    }

    /// Over many noisy fits the direction scatters as it says of itself.
    @Test func theDirectionIsAsCertainAsItSays() {
        var random = SeededGenerator(seed: 7)
        let (truth, noise) = (InverseDepthPlane(1, 0.2, -0.4), 0.01)
        let fits = (0..<400).map { _ in
            var sums = PlaneMoments()
            for k in 0..<100 {
                let (u, v) = (Double(k % 10) / 20 + 0.1, Double(k / 10) / 30)
                sums.add(u, v, truth(u, v) + noise * random.normal())
            }
            let plane = sums.fit().plane
            return (normal: plane.normalAndOffset.normal, stated: sums.normalDeviation(of: plane, noise: noise))
        }
        let expected = truth.normalAndOffset.normal
        // A direction has two axes of tilt.
        let squares = fits.reduce(0.0) { sum, fit in
            let error = fit.normal - expected
            return sum + (error * error).sum() / 2
        }
        let observed = (squares / Double(fits.count)).squareRoot()
        let stated = fits.reduce(0) { $0 + $1.stated } / Double(fits.count)
        #expect(abs(stated / observed - 1) < 0.1, "observed \(observed), stated \(stated)")
    }
}

@Suite struct SurfaceMomentsTests {
    private func moments(of surface: PatchSurface, _ places: [SIMD2<Double>], noise: [Double]? = nil) -> SurfaceMoments
    {
        var sums = SurfaceMoments()
        for (k, p) in places.enumerated() { sums.add(p.x, p.y, surface(p.x, p.y) + (noise?[k] ?? 0)) }
        return sums
    }

    private func places(_ count: Int, _ random: inout SeededGenerator) -> [SIMD2<Double>] {
        (0..<count).map { _ in SIMD2(.random(in: -1...1, using: &random), .random(in: -1...1, using: &random)) }
    }

    private let surface = PatchSurface(c0: 0.3, cu: -0.2, cv: 0.5, cuu: 0.7, cuv: -0.4, cvv: 0.1)

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func theQuadricOfExactPixelsIsFound(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (found, squares) = try #require(moments(of: surface, places(60, &random)).quadricFit())
        for p in places(20, &random) {
            #expect(abs(found(p.x, p.y) - surface(p.x, p.y)) < 1e-9, "seed \(seed)")
            let (own, true_) = (found.gradient(p.x, p.y), surface.gradient(p.x, p.y))
            #expect(abs(own.u - true_.u) + abs(own.v - true_.v) < 1e-8, "seed \(seed)")
        }
        #expect(squares < 1e-9)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func theSquaresAreThoseOfTheResiduals(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let places = places(80, &random)
        let noise = places.map { _ in 0.1 * random.normal() }
        let (found, squares) = try #require(moments(of: surface, places, noise: noise).quadricFit())
        let direct = zip(places, noise).reduce(0.0) { sum, next in
            let residual = surface(next.0.x, next.0.y) + next.1 - found(next.0.x, next.0.y)
            return sum + residual * residual
        }
        #expect(abs(squares - direct) < 1e-9 * direct + 1e-12, "seed \(seed)")
    }

    @Test func sumsOfTwoSetsAddUp() throws {
        var random = SeededGenerator(seed: 3)
        let places = places(100, &random)
        let whole = try #require(moments(of: surface, places).quadricFit()).surface
        let halves = moments(of: surface, Array(places[..<37])) + moments(of: surface, Array(places[37...]))
        let joined = try #require(halves.quadricFit()).surface
        #expect(abs(whole(0.3, 0.6) - joined(0.3, 0.6)) < 1e-10)
        #expect(halves.plane.n == 100)
    }

    @Test func pixelsOnAConicDetermineNoQuadric() {
        let line = (0..<20).map { SIMD2(Double($0), 2 * Double($0)) }
        #expect(moments(of: surface, line).quadricFit() == nil)
        let circle = (0..<40).map { SIMD2(cos(Double($0)), sin(Double($0))) }
        #expect(moments(of: surface, circle).quadricFit() == nil)
        #expect(SurfaceMoments().quadricFit() == nil)
    }
}
