import PickPose
import Testing

/// What people come for, each in a line or two.
@Suite struct NaturalTasksTests {
    @Test func read() throws {
        let scan = try PointCloud(contentsOf: Samples.box, unit: .meters)
        #expect(scan.count > 0)
    }

    @Test func downsample() throws {
        let scan = try PointCloud(contentsOf: Samples.table)
        let thin = try scan.downsampled(voxel: 0.005)
        #expect(thin.count < scan.count && thin.origin == scan.origin && thin.viewpoint == scan.viewpoint)
        #expect(thin.fields.map(\.name) == scan.fields.map(\.name))
    }

    @Test func normals() throws {
        let scan = try PointCloud(contentsOf: Samples.box)
        let oriented = scan.estimatingNormals()
        #expect(oriented.normals?.count == scan.count && oriented.viewpoint == scan.viewpoint)
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
        let start = RigidTransform(translation: Vector3(0.002, 0, 0))
        let surface = try SurfaceSamples(of: target.positions, voxel: 0.002)
        let icp = alignLocally(surface, to: surface, from: start, .init(maximumDistance: 0.01))
        #expect(icp.targetFromSource.translation.length < 0.001)
    }

    @Test func alignFromNowhere() throws {
        let target = try PointCloud(contentsOf: Samples.box)
        let scan = target.transformed(by: RigidTransform(translation: Vector3(0.002, 0, 0)))
        let result = try align(scan, to: target)
        // What moved the box by 2 mm moves it back.
        #expect((result.targetFromSource.translation - Vector3(-0.002, 0, 0)).length < 1e-4)
        #expect((result.targetFromSource.rotation - .identity).frobeniusNorm < 1e-3)
        #expect(result.overlap.source > 0.9)
    }

    @Test func pickAndProgram() throws {
        let scan = try PointCloud(contentsOf: Samples.table)
        let cell = try CellFile(contentsOf: Samples.cell)
        let plan = try pickPlan(for: scan, segments: segment(scan), cell: cell)
        let program = try plan.program(for: cell).files(in: .krl)
        #expect(program.map(\.fileName).contains { $0.hasSuffix(".src") })
    }
}
