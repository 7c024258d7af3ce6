import LinearAlgebra
import Testing

@testable import PointClouds

@Suite struct MergingTests {
    private func cloud(_ points: [SIMD3<Float>], _ fields: [Field], format: CloudFormat = .pcd) -> PointCloud {
        var cloud = PointCloud(positions: Coordinates(points))
        cloud.fields = fields
        cloud.layout = FileLayout(format: format)
        return cloud
    }

    @Test func validPointsAndSharedFieldsAreKept() {
        let nan = SIMD3<Float>(.nan, 0, 0)
        let first = cloud(
            [SIMD3(1, 0, 0), nan, SIMD3(2, 0, 0)],
            [
                Field(name: "intensity", values: .float32([5, 6, 7])), Field(name: "ring", values: .uint8([1, 2, 3])),
                Field(name: "pair", count: 2, values: .int16([1, 2, 3, 4, 5, 6])),
            ])
        let second = cloud(
            [SIMD3(3, 0, 0)],
            [
                Field(name: "pair", count: 2, values: .int16([7, 8])), Field(name: "ring", values: .uint16([9])),
                Field(name: "intensity", values: .float32([8])), Field(name: "time", values: .float64([0.5])),
            ])
        let (merged, leftOut) = PointCloud.merging([first, second])
        #expect(merged.positions.x == [1, 2, 3] && merged.width == 3 && merged.height == 1)
        #expect(merged[field: "intensity"]?.values == .float32([5, 7, 8]))
        #expect(merged[field: "pair"]?.values == .int16([1, 2, 5, 6, 7, 8]))
        #expect(leftOut == ["ring", "time"])
        #expect(merged.viewpoint == .identity)
    }

    @Test func namesOfBothFormatsMeet() {
        let pcd = cloud([SIMD3(1, 0, 0)], [Field(name: "rgb", values: .uint32([0x010203]))])
        let ply = cloud(
            [SIMD3(2, 0, 0)],
            ["red", "green", "blue"].enumerated().map { Field(name: $1, values: .uint8([UInt8($0 + 4)])) },
            format: .ply)
        let (merged, leftOut) = PointCloud.merging([pcd, ply])
        #expect(merged[field: "rgb"]?.values == .uint32([0x010203, 0x040506]))
        #expect(leftOut.isEmpty)
    }

    @Test func cloudsFarOutKeepTheirPlace() {
        var (a, b) = (cloud([SIMD3(0, 0, 0)], []), cloud([SIMD3(0.25, 0, 0)], []))
        (a.origin, b.origin) = (Vector3(500_000, 0, 0), Vector3(500_010, 0, 0))
        let merged = PointCloud.merging([a, b]).cloud
        #expect(merged.origin == a.origin && merged.positions.x == [0, 10.25])
        #expect(PointCloud.merging([]).cloud.count == 0)
    }
}
