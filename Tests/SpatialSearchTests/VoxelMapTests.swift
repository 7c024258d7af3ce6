import PointClouds
import SpatialSearch
import Testing

struct VoxelMapTests {
    @Test(arguments: TestCloud.allCases)
    func eachPointLiesInItsVoxel(cloud: TestCloud) throws {
        let points = cloud.points(1500, seed: 5)
        let size = cloud == .tiny ? 1e-21 : 0.37
        let map = try VoxelMap(points, size: size)
        let voxels = map.voxelOfEachPoint(pointCount: points.count)
        for i in points.indices {
            guard points.isFinite(at: i) else {
                #expect(voxels[i] == -1)
                continue
            }
            let cell = SIMD3<Int>((SIMD3<Double>(points[i]) * (1 / size)).rounded(.down))
            #expect(map.cell(of: Int(voxels[i])) == cell)
            #expect(map.voxel(at: cell) == Int(voxels[i]))
            #expect(map.points(of: Int(voxels[i])).contains(Int32(i)))
        }
        #expect(map.points.count == points.indices.count { points.isFinite(at: $0) })
        #expect(map.voxel(at: SIMD3(1_000_000_000, 0, 0)) == nil)
    }
}
