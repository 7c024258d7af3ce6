import CloudGeometry
import PointClouds
import TestSupport
import Testing

struct OutlierRemovalTests {
    @Test func strayPointsAreFound() {
        var random = SeededGenerator(seed: 1)
        var points = Coordinates(
            (0..<1000).map { _ in
                SIMD3(Float.random(in: 0...1, using: &random), Float.random(in: 0...1, using: &random), 0)
            })
        for i in 0..<5 { points[i * 200] = SIMD3(0.5, 0.5, 2 + Float(i)) }
        points[77] = SIMD3(.nan, 0, 0)
        let result = statisticalOutliers(of: points, neighbors: 10, deviations: 3, threads: 2)
        #expect(result.outlierCount == 5)
        #expect(result.inliers == (0..<1000).filter { $0 % 200 != 0 && $0 != 77 })
        #expect(result.meanDistances[77].isNaN)
        let again = statisticalOutliers(of: points, neighbors: 10, deviations: 3, threads: 7)
        #expect(again.threshold == result.threshold && again.inliers == result.inliers)
    }

    @Test func smallCloudsAreJudgedWithoutHarm() {
        #expect(statisticalOutliers(of: Coordinates()).inliers.isEmpty)
        let one = statisticalOutliers(of: Coordinates([.zero]))
        #expect(one.inliers.isEmpty && one.outlierCount == 1)
        #expect(statisticalOutliers(of: Coordinates([.zero, SIMD3(1, 0, 0)])).inliers == [0, 1])
        #expect(statisticalOutliers(of: Coordinates(repeating: .zero, count: 40)).inliers.count == 40)
    }
}
