import LinearAlgebra
import PointClouds
import Testing

@Suite struct MeshSamplingTests {
    /// A square metre and a triangle of half the size in another plane.
    static let mesh = TriangleMesh(
        vertices: Coordinates(x: [0, 1, 1, 0, 5, 6, 5], y: [0, 0, 1, 1, 0, 0, 1], z: [0, 0, 0, 0, 2, 2, 2]),
        triangles: [SIMD3(0, 1, 2), SIMD3(0, 2, 3), SIMD3(4, 5, 6)])

    @Test func everyTriangleGetsItsShareOfTheArea() {
        let cloud = Self.mesh.sampledSurface(count: 3000)
        #expect(cloud.count == 3000)
        let square = cloud.positions.indices.filter { cloud.positions[$0].z == 0 }
        #expect(square.count == 2000)
        #expect(cloud.positions.indices.allSatisfy { cloud.positions[$0].z == 0 || cloud.positions[$0].z == 2 })
        // A quarter of the square lies in each of its quarters.
        let quarter = square.filter { cloud.positions[$0].x < 0.5 && cloud.positions[$0].y < 0.5 }
        #expect(abs(quarter.count - 500) <= 10)
    }

    @Test func pointsLieInsideTheirTriangle() {
        let cloud = Self.mesh.sampledSurface(count: 1000)
        for index in cloud.positions.indices where cloud.positions[index].z == 2 {
            let point = cloud.positions[index]
            #expect(point.x >= 5 && point.y >= 0 && (point.x - 5) + point.y <= 1 + 1e-6)
        }
    }

    @Test func aMeshWithoutAreaGivesItsVertices() {
        let line = TriangleMesh(
            vertices: Coordinates(x: [0, 1, .nan], y: [0, 0, 0], z: [0, 0, 0]),
            triangles: [SIMD3(0, 1, 1), SIMD3(0, 1, 2)])
        #expect(line.sampledSurface().count == 3)
    }
}
