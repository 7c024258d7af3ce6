import Glibc
import Grasping
import LinearAlgebra
import PointClouds
import RobotCell
import Segmentation
import SyntheticScans
import TestSupport
import Testing

/// Tables laid at random, taken apart by the segmentation itself, and judged by what really stood there.
@Suite struct RandomTableTests {
    /// One to eight things apart, some with another one on top.
    private func solids(_ random: inout SeededGenerator) -> [Solid] {
        var solids: [Solid] = []
        var places: [(x: Double, y: Double, reach: Double)] = []
        func draw(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            let (x, y) = (draw(-0.22...0.22), draw(-0.14...0.16))
            let size = Vector3(draw(0.03...0.16), draw(0.03...0.11), draw(0.02...0.13))
            let isRound = draw(0...1) < 0.35
            let reach = isRound ? size.x / 2 : (size.x * size.x + size.y * size.y).squareRoot() / 2
            guard places.allSatisfy({ hypot($0.x - x, $0.y - y) > $0.reach + reach + 0.01 }) else { continue }
            places.append((x, y, reach))
            if isRound {
                solids.append(
                    .cylinder(
                        radius: size.x / 2, height: size.z, at: Vector3(x, y, 0), color: SIMD3(60, 90, 170)))
                continue
            }
            let yaw = draw(0...3.1)
            solids.append(.box(size.x, size.y, size.z, at: Vector3(x, y, 0), yaw: yaw))
            if draw(0...1) < 0.3, size.y > 0.06 {
                solids.append(
                    .box(
                        size.x * 0.6, size.y * 0.6, draw(0.02...0.06), at: Vector3(x, y, size.z),
                        yaw: yaw + draw(-0.3...0.3)))
            }
        }
        return solids
    }

    @Test func soundGraspsHoldWhereverThingsStand() {
        var tally = (scenes: 0, firsts: 0, grasps: 0, held: 0, empty: 0)
        var failures: [String] = []
        for seed in 1...(TestEffort.isLong ? 60 : 4) as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let solids = solids(&random)
            var scene = TestScene(solids, noise: 1, seed: seed)
            scene.segments = segment(scene.scan.cloud)
            guard scene.segments.support != nil else { continue }
            tally.scenes += 1
            let found = scene.search()
            if found.grasps.isEmpty { tally.empty += 1 }
            for (rank, grasp) in found.grasps.prefix(5).enumerated() where grasp.confidence == .sound {
                let failure = failure(of: grasp, in: scene, solids)
                tally.grasps += 1
                tally.held += failure == nil ? 1 : 0
                if rank == 0 { tally.firsts += failure == nil ? 1 : 0 }
                if let failure { failures.append("seed \(seed), rank \(rank + 1): \(failure)") }
            }
        }
        if TestEffort.isLong { print("random tables: \(tally), \(failures)") }
        #expect(tally.grasps > 2 * tally.scenes)
        #expect(Double(tally.held) >= 0.95 * Double(tally.grasps), "\(tally) \(failures)")
        #expect(tally.empty * 20 <= tally.scenes, "\(tally)")
    }

    /// Why a grasp doesn't hold, if so: it holds nothing or two things, or the gripper is in a body.
    private func failure(of grasp: Grasp, in scene: TestScene, _ solids: [Solid]) -> String? {
        let graspFromScan = grasp.scanFromGrasp.inverse
        var counts: [UInt32: Int] = [:]
        for i in scene.scan.truth.indices where scene.scan.truth[i] >= 2 {
            let p = graspFromScan * Vector3(scene.scan.cloud.positions[i])
            guard abs(p.x) < 0.01, abs(p.y) < grasp.jaw.opening / 2, p.z < 0, p.z > -0.045 else { continue }
            counts[scene.scan.truth[i], default: 0] += 1
        }
        let all = counts.values.reduce(0, +)
        guard all >= 10, let most = counts.values.max() else { return "holds nothing" }
        guard Double(most) >= 0.9 * Double(all) else { return "holds two things: \(counts)" }
        for (k, solid) in solids.enumerated() where scene.touches(solid, grasp) { return "touches solid \(k)" }
        return nil
    }
}
