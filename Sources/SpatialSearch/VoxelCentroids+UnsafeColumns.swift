internal import CKernels
import Parallel
internal import PointClouds
internal import Synchronization

/// The finite points with their indices, part by part, each part in the cloud's order.
struct DealtPoints {
    /// x, y, z and the bits of the index; after ``sumUp(threads:)`` centroids and the bits of the number of points.
    private let records: UnsafeMutablePointer<Float>
    private let normals: UnsafeMutablePointer<Float>?
    /// The part of each point; marked where the point is the first of its voxel.
    private let partOfPoint: UnsafeMutablePointer<UInt16>
    /// Where each part's records begin, and the end of the last.
    private let starts: [Int]
    private let grid: ck_voxel_grid
    private let pointCount: Int
    private let blockBits: Int

    private var blockSize: Int { 1 << blockBits }
    private var parts: Int { starts.count - 1 }
    private var blocks: Int { (pointCount + blockSize - 1) / blockSize }

    func deallocate() {
        records.deallocate()
        normals?.deallocate()
        partOfPoint.deallocate()
    }

    init(_ points: Coordinates, _ pointNormals: Coordinates?, grid: VoxelGrid, finite: Int, threads: Int) {
        pointCount = points.count
        self.grid = ck_voxel_grid(grid)
        // A few thousand points a part leave room in a core's second cache; more parts than 256 strain the first. One
        // thread goes through a single scan's worth faster than it deals them out; the parts don't show in the result.
        let partSize = threads == 1 && pointCount <= 1 << 17 ? 1 << 17 : 4096
        var partBits = 0
        while partBits < 8 && pointCount >> partBits > partSize { partBits += 1 }
        let parts = 1 << partBits
        var blockBits = 13
        while pointCount >> blockBits > 32 { blockBits += 1 }
        self.blockBits = blockBits
        partOfPoint = .allocate(capacity: max(1, pointCount))
        let blockSize = 1 << blockBits
        let blocks = (pointCount + blockSize - 1) / blockSize
        // A row a block; behind the parts a column for the points that aren't finite.
        let places = PartCounts(rows: blocks, columns: parts + 1)
        defer { places.deallocate() }
        let (kernelGrid, partsOut) = (self.grid, partOfPoint)
        points.withUnsafeColumns { x, y, z in
            forEachBlock(of: points.count, size: blockSize, threads: threads) { block, range in
                let first = range.lowerBound
                withUnsafePointer(to: kernelGrid) { grid in
                    ck_voxel_parts(
                        x + first, y + first, z + first, range.count, grid, Int32(partBits), partsOut + first,
                        places.row(block))
                }
            }
        }
        starts = places.turnIntoPlaces()
        records = Self.room(finite)
        normals = pointNormals.map { _ in Self.room(finite) }
        if let pointNormals, let normals {
            let copy = PartCounts(copying: places)
            defer { copy.deallocate() }
            deal(pointNormals, to: normals, at: copy, threads: threads)
        }
        deal(points, to: records, at: places, threads: threads)
    }

    private static func room(_ records: Int) -> UnsafeMutablePointer<Float> {
        let bytes = max(16, 16 * records)
        let room = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        adviseHugePages(room, bytes)
        return room.bindMemory(to: Float.self, capacity: bytes / 4)
    }

    private func deal(
        _ columns: Coordinates, to records: UnsafeMutablePointer<Float>, at places: PartCounts, threads: Int
    ) {
        columns.withUnsafeColumns { x, y, z in
            forEachBlock(of: pointCount, size: blockSize, threads: threads) { block, range in
                ck_voxel_deal(
                    x, y, z, range.lowerBound, range.upperBound, partOfPoint, UInt32(parts), places.row(block),
                    records)
            }
        }
    }
}

extension DealtPoints {
    /// How many voxels there are, and where each block of points begins to write them and to read each part's.
    struct Voxels: Sendable {
        var count = 0
        var firstOfBlock: [Int] = []
        /// A row a block.
        var nextOfPart: [Int] = []
    }

    /// Turns the points' records into those of voxels.
    func sumUp(threads: Int) -> Voxels {
        let firsts = PartCounts(rows: parts, columns: blocks)
        defer { firsts.deallocate() }
        let workers = max(1, min(threads, parts))
        let next = Atomic(0)
        forEachBlock(of: workers, size: 1, threads: workers) { _, _ in
            var scratch = ck_voxel_scratch()
            defer { ck_voxel_scratch_free(&scratch) }
            while true {
                let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard part < parts else { return }
                let start = starts[part]
                withUnsafePointer(to: grid) { grid in
                    _ = ck_voxel_sums(
                        records + 4 * start, normals.map { $0 + 4 * start }, starts[part + 1] - start, grid, &scratch,
                        partOfPoint, Int32(blockBits), firsts.row(part))
                }
            }
        }

        var voxels = Voxels()
        var places = Array(starts.dropLast())
        for block in 0..<blocks {
            voxels.firstOfBlock.append(voxels.count)
            voxels.nextOfPart += places
            for part in 0..<parts {
                let count = firsts.row(part)[block]
                places[part] += count
                voxels.count += count
            }
        }
        return voxels
    }

    /// The voxels in the order of their first points.
    func gathered(
        _ voxels: Voxels, threads: Int
    ) -> (positions: Coordinates, normals: Coordinates?, counts: [Int32]) {
        var positions = Coordinates(repeating: .zero, count: voxels.count)
        var averaged = normals == nil ? Coordinates() : positions
        var counts = [Int32](repeating: 0, count: voxels.count)
        positions.withUnsafeMutableColumns { x, y, z in
            averaged.withUnsafeMutableColumns { nx, ny, nz in
                counts.withUnsafeMutableBufferPointer { counts in
                    let columns = ck_voxel_columns(
                        x: x, y: y, z: z, nx: nx, ny: ny, nz: nz, count: counts.baseAddress)
                    gather(voxels, into: columns, threads: threads)
                }
            }
        }
        return (positions, normals == nil ? nil : averaged, counts)
    }

    private func gather(_ voxels: Voxels, into columns: ck_voxel_columns, threads: Int) {
        forEachBlock(of: pointCount, size: blockSize, threads: threads) { block, range in
            var next = Array(voxels.nextOfPart[block * parts..<(block + 1) * parts])
            withUnsafePointer(to: columns) { columns in
                ck_voxel_gather(
                    partOfPoint, range.lowerBound, range.upperBound, records, normals, &next,
                    voxels.firstOfBlock[block], columns)
            }
        }
    }
}

/// A table of numbers whose rows are counted up by threads of their own.
private struct PartCounts {
    private let counts: UnsafeMutablePointer<Int>
    private let rows, columns: Int

    init(rows: Int, columns: Int) {
        (self.rows, self.columns) = (rows, columns)
        counts = .allocate(capacity: max(1, rows * columns))
        counts.initialize(repeating: 0, count: rows * columns)
    }

    init(copying other: PartCounts) {
        self.init(rows: other.rows, columns: other.columns)
        counts.update(from: other.counts, count: rows * columns)
    }

    func deallocate() { counts.deallocate() }

    func row(_ row: Int) -> UnsafeMutablePointer<Int> { counts + row * columns }

    /// Counts become the places at which each row begins in each column; the last column is left out.
    func turnIntoPlaces() -> [Int] {
        var starts = [0]
        var sum = 0
        for column in 0..<columns - 1 {
            for row in 0..<rows {
                let place = counts + (row * columns + column)
                (place.pointee, sum) = (sum, sum + place.pointee)
            }
            starts.append(sum)
        }
        return starts
    }
}

extension ck_voxel_grid {
    fileprivate init(_ grid: VoxelGrid) {
        let low = SIMD3<Double>(grid.lowest)
        self.init(
            inverse_size: grid.inverseSize, lowest: (low.x, low.y, low.z), y_shift: Int64(grid.yShift),
            z_shift: Int64(grid.zShift))
    }
}
