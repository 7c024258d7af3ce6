import CloudFiles
import CloudGeometry
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

/// The same object, sampled, scanned, made noisy and moved again and again: does its frame differ as much as is said?
///
/// 1,000 times with PICKPOSE_TESTS=long, else as often as is quick.
@Suite("Repeated scans of one object")
struct RepeatabilityTests {
    /// 90–99 % within two standard deviations and a median above 0.3 of one are asked for; the bounds leave room for
    /// the number of trials (four standard deviations of a share of 0.90, three of a share of 0.98). An axis that may
    /// lie anywhere is never further than 90° off, which is less than two of its deviations.
    static func expectHonest(_ series: PoseSeries, _ name: String, isNeverTooWide: Bool = true) {
        let room = 1 / Double(series.count).squareRoot()
        for k in 0..<3 {
            #expect(series.within[k] >= 0.9 - 1.2 * room, "\(name), axis \(k): \(series)")
            guard isNeverTooWide else { continue }
            #expect(series.median[k] >= 0.3, "\(name), axis \(k): \(series)")
            if series.stated[k] < 30 {
                #expect(series.within[k] <= 0.985 + 0.42 * room, "\(name), axis \(k): \(series)")
            }
        }
        #expect(series.silentFlips == 0, "\(name): \(series)")
    }

    @Test(arguments: SampledShape.allCases) func samplesDifferAsMuchAsIsSaid(shape: SampledShape) throws {
        let series = try PoseSeries(trials: TestEffort.isLong ? 1000 : 8) { trial in
            var generator = SeededGenerator(seed: trial)
            let move = SampledShape.randomMotion(using: &generator)
            let points = shape.sample(800, noise: 0.001, moved: move, using: &generator)
            let pose = try ObjectPose(of: points, options: .init(viewpoint: move * Vector3(0.1, 0.05, 2)))
            return (pose, move.rotation.transposed * pose.cloudFromObject.rotation)
        }
        Self.expectHonest(series, "\(shape)")
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.missing)) func aRealScanThinnedDiffersAsMuchAsIsSaid() throws {
        let cloud = try PointCloud(contentsOf: SharedData.path("objects/krylon.pcd"))
        for (keep, noise) in [(0.5, 0.0005), (0.15, 0.001)] {
            let series = try PoseSeries(trials: TestEffort.isLong ? 1000 : 6) { trial in
                var generator = SeededGenerator(seed: trial)
                let move = SampledShape.randomMotion(using: &generator)
                var points = Coordinates()
                for index in cloud.positions.indices where Double.random(in: 0..<1, using: &generator) < keep {
                    let jitter = Vector3(generator.normal(), generator.normal(), generator.normal()) * noise
                    points.append(SIMD3<Float>(move * (Vector3(cloud.positions[index]) + jitter)))
                }
                let pose = try ObjectPose(of: points)
                return (pose, move.rotation.transposed * pose.cloudFromObject.rotation)
            }
            // A can is nearly round: y and z may lie anywhere, or say that they don't.
            #expect(series.within[0] >= 0.85 && series.median[0] >= 0.3 && series.silentFlips == 0, "\(series)")
        }
    }
}
