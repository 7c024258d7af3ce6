import CloudGeometry
import LinearAlgebra
import PointClouds
import SpatialSearch
import TestSupport
import Testing

/// The tasks that a cloud does in a line: what comes along.
struct CloudTasksTests {
    private func cloud(_ count: Int, seed: UInt64) -> PointCloud {
        var random = SeededGenerator(seed: seed)
        let points = (0..<count).map { _ in
            SIMD3<Float>(.random(in: 0...1, using: &random), .random(in: 0...1, using: &random), 0)
        }
        var cloud = PointCloud(positions: Coordinates(points))
        cloud.viewpoint.translation = Vector3(0.5, 0.5, 2)
        let labels = points.map { UInt8($0.x < 0.5 ? 1 : 200) }
        let colors = points.indices.map { UInt32($0) }
        cloud.fields = [
            Field(name: "label", values: .uint8(labels)), Field(name: "rgb", values: .uint32(colors)),
            Field(name: "histogram", count: 2, values: .float32(points.flatMap { [$0.x, $0.y] })),
        ]
        return cloud
    }

    @Test func aVoxelHasTheFieldsOfThePointNearestToItsCentroid() throws {
        let whole = cloud(2000, seed: 3)
        let thin = try whole.downsampled(voxel: 0.1)
        let plain = try voxelDownsampling(of: whole.positions, size: 0.1)
        #expect(thin.positions == plain.positions && thin.viewpoint == whole.viewpoint)
        #expect(thin.fields.map(\.name) == ["label", "rgb", "histogram"])
        guard case .uint32(let sources) = thin[field: "rgb"]?.values else {
            Issue.record("rgb changed its type")
            return
        }
        let grid = try VoxelMap(whole.positions, size: 0.1).voxelOfEachPoint(pointCount: whole.count)
        for (row, source) in sources.enumerated() {
            let source = Int(source)
            func distance(_ i: Int) -> Float {
                let d = whole.positions[i] - thin.positions[row]
                return (d * d).sum()
            }
            let members = whole.positions.indices.filter { grid[$0] == grid[source] }
            #expect(members.allSatisfy { distance(source) <= distance($0) })
            #expect(members.count == Int(plain.counts[row]))
            #expect(thin[field: "label"]?.values[row] == whole[field: "label"]?.values[source])
            #expect(thin[field: "histogram"]?.values[2 * row + 1] == whole[field: "histogram"]?.values[2 * source + 1])
        }
    }

    @Test func normalsAreAveragedAndNewlyEstimatedOnesReplaceOthers() throws {
        let whole = cloud(2000, seed: 4).estimatingNormals(neighbors: 10)
        let thin = try whole.downsampled(voxel: 0.2)
        let normals = try #require(thin.normals)
        #expect(normals.count == thin.count)
        for i in normals.indices { #expect(normals[i].z > 0.999) }
        let again = whole.estimatingNormals(neighbors: 20)
        #expect(again.fields.count == whole.fields.count)
    }

    @Test func withoutFieldsThereAreOnlyPoints() throws {
        var bare = cloud(500, seed: 5)
        bare.fields = []
        bare.positions.append(SIMD3(.nan, 0, 0))
        let thin = try bare.downsampled(voxel: 0.25)
        #expect(thin.fields.isEmpty && thin.count == 16)
        #expect(throws: VoxelGridError.sizeNotPositive(0)) { try bare.downsampled(voxel: 0) }
    }

    @Test func anImageKeepsItsRowsWithNormalsAndLosesThemThinned() throws {
        let points = (0..<600).map { SIMD3<Float>(Float($0 % 30) * 0.01, Float($0 / 30) * 0.01, 1) }
        let image = PointCloud(positions: Coordinates(points), width: 30, height: 20)
        #expect(image.estimatingNormals().isOrganized)
        #expect(try !image.downsampled(voxel: 0.05).isOrganized)
        #expect(!image.removingOutliers().isOrganized)
    }
}
