import CKernels
import CloudGeometry
import PointClouds
import SpatialSearch
import TestSupport
import Testing

struct VoxelDownsamplingTests {
    func cloud(_ count: Int, side: Float, seed: UInt64) -> Coordinates {
        var random = SeededGenerator(seed: seed)
        func float() -> Float { Float.random(in: -side...side, using: &random) }
        return Coordinates((0..<count).map { $0 % 29 == 7 ? SIMD3(1, .nan, 0) : SIMD3(float(), float(), float()) })
    }

    @Test(arguments: [0.01, 0.3, 1.7, 50])
    func centroidsAreThoseOfADictionary(size: Double) throws {
        let points = cloud(3000, side: 3, seed: 1)
        var sums: [SIMD3<Int>: (sum: SIMD3<Double>, count: Int)] = [:]
        var cells: [SIMD3<Int>] = []
        for i in points.indices where points.isFinite(at: i) {
            let cell = SIMD3<Int>((SIMD3<Double>(points[i]) * (1 / size)).rounded(.down))
            if sums[cell] == nil { cells.append(cell) }
            sums[cell, default: (.zero, 0)].sum += SIMD3<Double>(points[i])
            sums[cell]!.count += 1
        }
        let result = try voxelDownsampling(of: points, size: size)
        #expect(result.positions.count == cells.count)
        #expect(result.counts == cells.map { Int32(sums[$0]!.count) })
        #expect(result.positions == Coordinates(cells.map { SIMD3<Float>(sums[$0]!.sum / Double(sums[$0]!.count)) }))
        #expect(result.invalidCount == points.indices.count { !points.isFinite(at: $0) })
    }

    @Test func aMillimetreOverAHundredMetresDoesNotOverflow() throws {
        let points = cloud(2000, side: 50, seed: 2)
        let result = try voxelDownsampling(of: points, size: 0.001)
        #expect(result.merging == .none)
        #expect(result.counts.allSatisfy { $0 == 1 })
        #expect(result.positions.count + result.invalidCount == 2000)
    }

    @Test func whatCannotBeNumberedIsRefused() {
        let wide = Coordinates([SIMD3(-1e9, -1e9, -1e9), SIMD3(1e9, 1e9, 1e9)])
        #expect(throws: VoxelGridError.self) { try voxelDownsampling(of: wide, size: 1e-3) }
        let extreme = Coordinates([SIMD3(-3e38, 0, 0), SIMD3(3e38, 0, 0)])
        #expect(throws: VoxelGridError.self) { try voxelDownsampling(of: extreme, size: 1) }
        for size in [0, -1, .nan, .infinity, .leastNonzeroMagnitude] {
            #expect(throws: VoxelGridError.self) { try voxelDownsampling(of: wide, size: size) }
        }
    }

    @Test func mergingIsTold() throws {
        let points = Coordinates([SIMD3(0.1, 0.1, 0.1), SIMD3(0.2, 0.1, 0.1), SIMD3(5, 0.1, 0.1)])
        #expect(try voxelDownsampling(of: points, size: 1).merging == .some)
        #expect(try voxelDownsampling(of: points, size: 0.01).merging == .none)
        #expect(try voxelDownsampling(of: points, size: 100).merging == .all)
        #expect(try voxelDownsampling(of: Coordinates(), size: 1).positions.isEmpty)
    }

    @Test func normalsAreAveraged() throws {
        let points = Coordinates([SIMD3(0.1, 0.1, 0.1), SIMD3(0.2, 0.1, 0.1), SIMD3(5, 0.1, 0.1), SIMD3(5.1, 0.1, 0.1)])
        let normals = Coordinates([SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1), SIMD3(0, 0, -1)])
        let result = try voxelDownsampling(of: points, normals: normals, size: 1)
        let half = Float(0.5.squareRoot())
        #expect(result.normals![0] == SIMD3(half, half, 0))
        #expect(result.normals!.x[1].isNaN)
    }

    @Test func theNumberOfThreadsChangesNothing() throws {
        let points = cloud(70_000, side: 2, seed: 3)
        let one = try voxelDownsampling(of: points, normals: points, size: 0.2, threads: 1)
        for threads in [2, 7] {
            let other = try voxelDownsampling(of: points, normals: points, size: 0.2, threads: threads)
            #expect(other.positions == one.positions)
            #expect(other.normals == one.normals)
            #expect(other.counts == one.counts)
        }
    }

    @Test func manyVoxelsInOnePartAndManyPointsInOneVoxel() throws {
        // Far more voxels than the table begins with, and all points of 40,000 in one.
        let points = cloud(40_000, side: 1, seed: 4)
        let fine = try voxelDownsampling(of: points, size: 1e-5, threads: 2)
        #expect(fine.merging == .none && fine.positions.count + fine.invalidCount == 40_000)
        let finite = points.indices.filter { points.isFinite(at: $0) }
        #expect(fine.positions == points[finite])
        let one = try voxelDownsampling(of: points, size: 16, threads: 2)
        #expect(one.counts.reduce(0) { $0 + Int($1) } == finite.count && one.counts.count <= 8)
    }

    @Test func bothVersionsOfTheKernelsGiveTheSameBits() {
        let points = cloud(4099, side: 3, seed: 5)
        var grid = ck_voxel_grid(inverse_size: 1 / 0.3, lowest: (-11, -11, -11), y_shift: 5, z_shift: 10)
        func parts(_ fast: Bool) -> [UInt16] {
            var parts = [UInt16](repeating: 0, count: points.count)
            var counts = [Int](repeating: 0, count: 17)
            (fast ? ck_voxel_parts : ck_voxel_parts_baseline)(
                points.x, points.y, points.z, points.count, &grid, 4, &parts, &counts)
            #expect(counts.reduce(0, +) == points.count)
            return parts
        }
        let ofPoints = parts(true)
        #expect(ofPoints == parts(false))
        func sums(_ fast: Bool) -> [UInt32] {
            var records: [Float] = []
            for i in points.indices where points.isFinite(at: i) {
                records += [points.x[i], points.y[i], points.z[i], Float(bitPattern: UInt32(i))]
            }
            var normals = records
            var marks = ofPoints
            var firsts = [0, 0, 0]
            var scratch = ck_voxel_scratch()
            defer { ck_voxel_scratch_free(&scratch) }
            let count = (fast ? ck_voxel_sums : ck_voxel_sums_baseline)(
                &records, &normals, records.count / 4, &grid, &scratch, &marks, 11, &firsts)
            #expect(firsts.reduce(0, +) == count && marks.count { $0 & 0x8000 != 0 } == count)
            let voxels = records[..<(4 * count)].map(\.bitPattern)
            return voxels + (0..<count).flatMap { normals[4 * $0..<4 * $0 + 3].map(\.bitPattern) }
        }
        #expect(sums(true) == sums(false))
    }
}
