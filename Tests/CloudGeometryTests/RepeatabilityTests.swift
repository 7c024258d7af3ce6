import CloudGeometry
import Glibc
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

/// The same object, sampled, scanned, made noisy and moved again and again: does its frame differ as much as is said?
@Suite("Repeated scans of one object")
struct RepeatabilityTests {
    static let isLong = getenv("PICKPOSE_TESTS").map { String(cString: $0) } == "long"

    /// How often each axis of a series of poses was within two of its standard deviations of the mean, how far it
    /// typically was, and how often it pointed the other way without a word.
    struct Series {
        var within = [0.0, 0, 0]
        var median = [0.0, 0, 0]
        var silentFlips = 0

        /// - Parameter rotations: the axes of each pose, in the object's own frame.
        init(_ poses: [ObjectPose], _ rotations: [Matrix3]) {
            for (k, axis) in Axis.allCases.enumerated() {
                let directions = rotations.map { $0.column(k) }
                let spread = directions.reduce(SymmetricMatrix3.zero) { $0 + SymmetricMatrix3(outer: $1) }
                var mean = spread.eigen().vectors.columns.x
                if directions.filter({ $0.dot(mean) > 0 }).count * 2 < directions.count { mean = mean * -1 }
                let ratios = zip(poses, directions).map { pose, direction in
                    let angle = atan2(direction.cross(mean).length, abs(direction.dot(mean)))
                    return angle / pose.axisStandardDeviation[k]
                }
                within[k] = Double(ratios.filter { $0 <= 2 }.count) / Double(ratios.count)
                median[k] = ratios.sorted()[ratios.count / 2]
                silentFlips +=
                    zip(poses, directions).filter { pose, direction in
                        direction.dot(mean) < 0 && !pose.ambiguousAxes.contains(axis)
                            && !pose.ambiguousSigns.contains(axis)
                    }.count
            }
        }
    }

    /// 90–99 % within two standard deviations and a median above 0.3 of one are asked for; the bounds leave room for
    /// the number of trials (four standard deviations of a share of 0.90 and of 0.99).
    static func expectHonest(_ series: Series, trials: Int, _ name: String) {
        let room = 4 / Double(trials).squareRoot()
        for k in 0..<3 {
            #expect(series.within[k] >= 0.9 - 0.3 * room, "\(name), axis \(k): \(series)")
            #expect(series.median[k] >= 0.3, "\(name), axis \(k): \(series)")
        }
        #expect(series.silentFlips == 0, "\(name): \(series)")
    }

    @Test(arguments: SampledShape.allCases) func samplesDifferAsMuchAsIsSaid(shape: SampledShape) throws {
        let trials = Self.isLong ? 1000 : 24
        var (poses, rotations): ([ObjectPose], [Matrix3]) = ([], [])
        for trial in 0..<trials {
            var generator = SeededGenerator(seed: UInt64(trial))
            let move = SampledShape.randomMotion(using: &generator)
            let points = shape.sample(1500, noise: 0.001, moved: move, using: &generator)
            let pose = try ObjectPose(of: points, options: .init(viewpoint: move * Vector3(0.1, 0.05, 2)))
            poses.append(pose)
            rotations.append(move.rotation.transposed * pose.cloudFromObject.rotation)
        }
        Self.expectHonest(Series(poses, rotations), trials: trials, "\(shape)")
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.missing)) func aRealScanThinnedDiffersAsMuchAsIsSaid() throws {
        let trials = Self.isLong ? 1000 : 12
        let cloud = try PointCloud(contentsOf: SharedData.path("objects/krylon.pcd"))
        for (keep, noise) in [(0.5, 0.0005), (0.15, 0.001)] {
            var (poses, rotations): ([ObjectPose], [Matrix3]) = ([], [])
            for trial in 0..<trials {
                var generator = SeededGenerator(seed: UInt64(trial))
                let move = SampledShape.randomMotion(using: &generator)
                var points = Coordinates()
                for index in cloud.positions.indices where Double.random(in: 0..<1, using: &generator) < keep {
                    let jitter = Vector3(generator.normal(), generator.normal(), generator.normal()) * noise
                    points.append(SIMD3<Float>(move * (Vector3(cloud.positions[index]) + jitter)))
                }
                let pose = try ObjectPose(of: points)
                poses.append(pose)
                rotations.append(move.rotation.transposed * pose.cloudFromObject.rotation)
            }
            // A can is nearly round: y and z may lie anywhere, or say that they don't.
            let series = Series(poses, rotations)
            #expect(series.within[0] >= 0.85 && series.median[0] >= 0.3 && series.silentFlips == 0, "\(series)")
        }
    }
}
