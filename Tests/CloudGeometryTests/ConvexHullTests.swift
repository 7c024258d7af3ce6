import TestSupport
import Testing

@testable import CloudGeometry

@Suite struct ConvexHullTests {
    /// Points of a disc, a box, a line, one place, and a disc with strays.
    private static func cloud(_ kind: Int, _ random: inout SeededGenerator) -> [SIMD2<Double>] {
        (0..<3000).map { index in
            let (u, v) = (Double.random(in: -1...1, using: &random), Double.random(in: -1...1, using: &random))
            switch kind {
            case 0: return SIMD2(random.normal(), random.normal())
            case 1: return SIMD2(3 * u, v)
            case 2: return SIMD2(u, 2 * u)
            case 3: return SIMD2(1, 2)
            default: return index < 20 ? SIMD2(9 * u, 9 * v) : SIMD2(u, v)
            }
        }
    }

    @Test(arguments: 0..<5, [0, 0.02, 0.3])
    func theMarginAnswersAsTheWholeOrNotAtAll(kind: Int, share: Double) {
        for seed in 1...20 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let points = Self.cloud(kind, &random)
            let whole = PlanarPoints(points).peeled(share: share)!
            let expected = whole.hull()!.map { whole.points[$0] }
            guard let margin = PlanarPoints(marginOf: points).peeled(share: share), let corners = margin.hull() else {
                #expect(kind != 1 || share > 0.1, "seed \(seed): the margin of a filled box should do")
                continue
            }
            #expect(corners.map { margin.points[$0] } == expected, "seed \(seed)")
        }
    }

    @Test(arguments: 0..<5, [0.02, 0.3])
    func peelingTakesTheHullsOffOneByOne(kind: Int, share: Double) {
        var random = SeededGenerator(seed: 7)
        let all = Array(Self.cloud(kind, &random).prefix(700))
        var expected = PlanarPoints(all)
        var left = Int(share * Double(all.count))
        while let corners = expected.hull(), corners.count <= left {
            left -= corners.count
            let taken = Set(corners)
            expected = PlanarPoints(expected.points.indices.filter { !taken.contains($0) }.map { expected.points[$0] })
        }
        #expect(PlanarPoints(all).peeled(share: share)?.points == expected.points)
    }

    /// What is left of peeled points has a rim, of which most hulls are told.
    @Test(arguments: 0..<5)
    func hullsOfPeeledHalvesAreThoseOfTheirPoints(kind: Int) {
        var random = SeededGenerator(seed: 8)
        let peeled = PlanarPoints(Self.cloud(kind, &random)).peeled(share: 0.02)!
        for part in 2...9 {
            let half = PlanarPoints(peeled.points.indices.filter { $0 % part != 0 }.map { peeled.points[$0] })
            let corners = peeled.hull { $0 % part != 0 }
            #expect(corners?.map { peeled.points[$0] } == half.hull()?.map { half.points[$0] }, "part \(part)")
        }
    }

    @Test func theMarginIsAFractionOfTheWhole() {
        var random = SeededGenerator(seed: 1)
        let points = Self.cloud(1, &random)
        #expect(PlanarPoints(marginOf: points).points.count < points.count / 2)
    }
}
