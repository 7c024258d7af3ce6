import PickPose
import Testing

/// What people come for, each in a line or two.
@Suite struct NaturalTasksTests {
    @Test func read() throws {
        let scan = try PointCloud(contentsOf: Samples.box, unit: .meters)
        #expect(scan.count > 0)
    }

    @Test func pose() throws {
        let scan = try PointCloud(contentsOf: Samples.box)
        let object = try scan.estimatedPose()
        #expect(object.cloudFromObject.formatted(.kuka).hasPrefix("{X "))
    }

    @Test func segmentAndPose() throws {
        let scan = try PointCloud(contentsOf: Samples.table)
        let scene = segment(scan)
        let objects = scene.poses(in: scan).posed
        #expect(objects.count == scene.objects.count && !objects.isEmpty)
    }

    @Test func icpFromAStart() throws {
        let target = try PointCloud(contentsOf: Samples.box)
        let scan = target.transformed(by: RigidTransform(translation: Vector3(0.002, 0, 0)))
        let result = try align(scan, to: target)
        #expect(result.inlierDistance > 0)
    }

    @Test func pickAndProgram() throws {
        let scan = try PointCloud(contentsOf: Samples.table)
        let cell = try CellFile(contentsOf: Samples.cell)
        let plan = try pickPlan(for: scan, segments: segment(scan), cell: cell)
        let program = try plan.program(for: cell).files(in: .krl)
        #expect(program.map(\.fileName).contains { $0.hasSuffix(".src") })
    }
}
