import Glibc
import Grasping
import LinearAlgebra
import RobotCell
import Segmentation
import SyntheticScans
import TestSupport
import Testing

@Suite struct UncertaintyTests {
    @Test func theCovarianceIsThatOfSampledFrames() throws {
        let scene = PickPlanTests.scene
        let cell = try PickPlanTests.cell(camera: ", std_mm: [1, 2, 4], std_deg: [0.3, 0.2, 0.5]")
        let pick = try #require(
            try pickPlan(for: scene.scan.cloud, segments: scene.segments, cell: cell).picks.first)
        let baseFromCamera = try cell.baseFromScan().pose
        let grasp = pick.grasp
        let seed: UInt64 = 11
        var random = SeededGenerator(seed: seed)
        func draw(_ deviations: Vector3) -> Vector3 {
            Vector3(
                deviations.x * random.normal(), deviations.y * random.normal(), deviations.z * random.normal())
        }
        var sum = Matrix6.zero
        let count = 4_000
        for _ in 0..<count {
            // The camera turned about its own origin and shifted, along the base's axes; the grasp along its own.
            let turn = RigidTransform(exponential: Twist(rotation: draw(Vector3(0.3, 0.2, 0.5) * (.pi / 180))))
            let camera = RigidTransform(
                rotation: turn.rotation * baseFromCamera.rotation,
                translation: baseFromCamera.translation + draw(Vector3(0.001, 0.002, 0.004)))
            let own = RigidTransform(
                exponential: Twist(
                    rotation: draw(grasp.deviations.rotation), translation: draw(grasp.deviations.position)))
            let sampled = camera * grasp.scanFromGrasp * own
            let error = (sampled * pick.frames.grasp.inverse).logarithm
            for row in 0..<6 { for column in 0..<6 { sum[row, column] += error[row] * error[column] } }
        }
        let sampled = sum * (1 / Double(count))
        for row in 0..<6 {
            for column in 0..<6 {
                let scale = (pick.covariance.matrix[row, row] * pick.covariance.matrix[column, column]).squareRoot()
                let difference = sampled[row, column] - pick.covariance.matrix[row, column]
                #expect(abs(difference) < 0.08 * scale, "seed \(seed), \(row) \(column)")
            }
        }
    }

    @Test func withoutStatedFramesTheScanAloneCounts() throws {
        let scene = PickPlanTests.scene
        let exact = try #require(
            try pickPlan(for: scene.scan.cloud, segments: scene.segments, cell: try PickPlanTests.cell()).picks.first)
        let stated = try #require(
            try pickPlan(
                for: scene.scan.cloud, segments: scene.segments,
                cell: try PickPlanTests.cell(camera: ", std_mm: 3, std_deg: 0.2")
            ).picks.first)
        let (a, b) = (
            exact.covariance.deviations(of: exact.frames.grasp), stated.covariance.deviations(of: stated.frames.grasp)
        )
        for axis in 0..<3 {
            #expect(a.position[axis] > 0 && a.rotation[axis] > 0)
            #expect(b.position[axis] > max(0.003, a.position[axis]) - 1e-9)
            #expect(b.rotation[axis] > a.rotation[axis])
        }
    }

    /// Over noisy scans of one box, its middle and its turn lie within what each grasp states.
    @Test func theStatedDeviationsHoldOverNoisyScans() throws {
        let yaw = 0.4
        let box = Solid.box(0.1, 0.05, 0.06, at: Vector3(0.02, 0.01, 0), yaw: yaw)
        var ratios: [Double] = []
        for seed in 1...6 as ClosedRange<UInt64> {
            let scene = TestScene([box], noise: 1, seed: seed)
            let grasp = try #require(scene.search().grasps.first)
            let world = scene.world(grasp)
            let closing = world.rotation.column(1)
            // The middle of the box across the fingers, and the angle between its short side and their way.
            let middle = (Vector3(0.02, 0.01, 0) - world.translation).dot(closing)
            let turn = asin(min(1, abs(closing.cross(Vector3(-sin(yaw), cos(yaw), 0)).length)))
            ratios += [abs(middle) / grasp.deviations.position.y, turn / grasp.deviations.rotation.z]
        }
        #expect(ratios.count { $0 <= 2 } * 10 >= ratios.count * 8, "\(ratios)")
        #expect(ratios.sorted()[ratios.count / 2] > 0.05, "\(ratios)")
    }
}
