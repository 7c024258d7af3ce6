import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@Suite struct CloudTransformTests {
    let quarterTurn = RigidTransform(
        rotation: Matrix3(rows: [0, -1, 0], [1, 0, 0], [0, 0, 1]), translation: [10, 20, 30])

    @Test func organisedCloudsMoveWhole() {
        let positions = Coordinates([[1, 2, 3], [.nan, .nan, .nan], [0, 0, 0], [4, 5, 6]])
        var cloud = PointCloud(positions: positions, width: 2, height: 2)
        cloud.normals = Coordinates([[1, 0, 0], [.nan, .nan, .nan], [0, 1, 0], [0, 0, 1]])
        cloud.fields.append(Field(name: "label", values: .uint16([1, 2, 3, 4])))
        cloud.viewpoint = RigidTransform(translation: [0, 0, 1])
        let moved = cloud.transformed(by: quarterTurn)
        #expect(moved.width == 2 && moved.height == 2)
        #expect(moved.positions[0] == [8, 21, 33])
        #expect(!moved.positions.isFinite(at: 1))
        #expect(moved.positions[2] == [10, 20, 30])
        #expect(moved.normals?[0] == [0, 1, 0] && moved.normals?[2] == [-1, 0, 0])
        #expect(moved.viewpoint.translation == [10, 20, 31])
        #expect(moved[field: "label"] == cloud[field: "label"])
    }

    @Test func cloudsFarOutLoseNothing() {
        var cloud = PointCloud(positions: Coordinates([[0.125, 0.25, 0.5]]))
        cloud.origin = [500_000, 5_000_000, 100]
        let moved = cloud.transformed(by: quarterTurn)
        let point = moved.positions[0]
        let whole = moved.origin + Vector3(Double(point.x), Double(point.y), Double(point.z))
        #expect((whole - Vector3(-5_000_000.25 + 10, 500_000.125 + 20, 130.5)).length < 1e-6)
        let back = moved.transformed(by: quarterTurn.inverse)
        #expect((back.origin + Vector3(back.positions[0]) - Vector3(500_000.125, 5_000_000.25, 100.5)).length < 1e-6)
    }

    /// Float32 steps by 0.06 mm below 1024 m and by 0.12 mm beyond: there positions get near zero again.
    @Test func onlyCloudsFarOutGetAnOrigin() {
        let cloud = PointCloud(positions: Coordinates([[0.125, 0.25, 0.5]]))
        let near = cloud.transformed(by: RigidTransform(translation: [1023.75, 3.75, -1023.75]))
        #expect(near.origin == .zero)
        let far = cloud.transformed(by: RigidTransform(translation: [3.75, 0, -1024.25]))
        #expect(far.origin == [4, 0, -1024])
        #expect(far.positions[0] == [-0.125, 0.25, 0.25])
    }

    @Test func anyNumberOfThreadsGivesTheSameBits() {
        var random = SeededGenerator(seed: 5)
        var positions = Coordinates()
        for _ in 0..<200_000 {
            positions.append([Float(random.normal()), Float(random.normal()), Float(random.normal())])
        }
        let cloud = PointCloud(positions: positions)
        let one = cloud.transformed(by: quarterTurn, threads: 1).positions
        #expect(cloud.transformed(by: quarterTurn, threads: 3).positions == one)
    }
}
