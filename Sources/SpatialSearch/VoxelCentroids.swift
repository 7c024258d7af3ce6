package import PointClouds

/// The centroid of each voxel that holds a point, voxels in the order of their first points.
///
/// Points are dealt out to parts by a hash of their voxel's key, in the cloud's order, so that a part's voxels stay in
/// a core's cache; each part sums its voxels in a hash table of its own. A voxel's sum is taken in the cloud's order by
/// one thread: the same bits for any number of threads and parts.
package struct VoxelCentroids: Sendable {
    package private(set) var positions: Coordinates
    /// Sums of the points' finite normals, of unit length; NaN where they cancel.
    package private(set) var normals: Coordinates?
    package private(set) var counts: [Int32]
    package let finiteCount: Int

    /// - Complexity: O(*n*) on average, 17 bytes a point beside the result.
    package init(
        of points: Coordinates, normals pointNormals: Coordinates?, size: Double, threads: Int
    ) throws(VoxelGridError) {
        let bounds = FiniteBounds(of: points, threads: threads)
        let grid = try VoxelGrid(over: bounds, size: size)
        finiteCount = bounds.count
        let partBits = points.count < 1 << 16 ? 0 : points.count < 1 << 20 ? 4 : 6
        let dealt = DealtPoints(points, grid: grid, partBits: partBits, count: bounds.count, threads: threads)
        defer { dealt.records.deallocate() }

        var tables = [VoxelTable?](repeating: nil, count: 1 << partBits)
        tables.withUnsafeMutableBufferPointer { tables in
            nonisolated(unsafe) let tables = tables
            forEachBlock(of: tables.count, size: 1, threads: threads) { part, _ in
                tables[part] = VoxelTable(dealt.part(part), grid: grid, normals: pointNormals)
            }
        }

        let order = FirstPointOrder(tables, pointCount: points.count)
        positions = Coordinates(repeating: .zero, count: order.count)
        normals = pointNormals == nil ? nil : positions
        counts = Array(repeating: 0, count: order.count)
        for table in tables {
            guard let table else { continue }
            for (place, voxel) in table.voxels.enumerated() {
                let rank = order.rank(of: voxel.first)
                let count = Double(voxel.count)
                positions.x[rank] = Float(voxel.x / count)
                positions.y[rank] = Float(voxel.y / count)
                positions.z[rank] = Float(voxel.z / count)
                counts[rank] = voxel.count
                if pointNormals != nil {
                    let sum = table.normals[place]
                    normals![rank] = SIMD3<Float>(sum / (sum * sum).sum().squareRoot())
                }
            }
        }
    }
}

/// Where a key belongs: the upper bits choose the part, those below the place in its table (Fibonacci hashing).
@inline(__always)
private func hash(_ key: UInt64) -> UInt64 {
    let mixed = (key ^ key >> 32) &* 0x9E37_79B9_7F4A_7C15
    return mixed ^ mixed >> 29
}

/// The finite points with their indices, part by part, each part in the cloud's order.
private struct DealtPoints: @unchecked Sendable {
    /// x, y, z and the bits of the index.
    let records: UnsafeMutablePointer<SIMD4<Float>>
    private var starts: [Int]

    func part(_ part: Int) -> UnsafeBufferPointer<SIMD4<Float>> {
        UnsafeBufferPointer(start: records + starts[part], count: starts[part + 1] - starts[part])
    }

    init(_ points: Coordinates, grid: VoxelGrid, partBits: Int, count: Int, threads: Int) {
        let parts = 1 << partBits
        let blockSize = max(1 << 14, (points.count + 31) / 32)
        let blocks = (points.count + blockSize - 1) / blockSize
        let records = UnsafeMutablePointer<SIMD4<Float>>.allocate(capacity: max(1, count))
        self.records = records
        // A point that isn't finite belongs to the part behind the last.
        let partOfPoint = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, points.count))
        defer { partOfPoint.deallocate() }
        let places = UnsafeMutablePointer<Int>.allocate(capacity: max(1, blocks * (parts + 1)))
        places.initialize(repeating: 0, count: blocks * (parts + 1))
        defer { places.deallocate() }
        nonisolated(unsafe) let (shared, partsOut, placesOut) = (records, partOfPoint, places)

        starts = []
        points.withUnsafeColumns { x, y, z in
            nonisolated(unsafe) let (x, y, z) = (x, y, z)
            forEachBlock(of: points.count, size: blockSize, threads: threads) { block, range in
                let counts = placesOut + block * (parts + 1)
                for i in range {
                    let zero = (x[i] - x[i]) + (y[i] - y[i]) + (z[i] - z[i])
                    var part = parts
                    if zero == 0 {
                        part = partBits == 0 ? 0 : Int(hash(grid.key(x[i], y[i], z[i])) >> UInt64(64 - partBits))
                    }
                    partsOut[i] = UInt8(truncatingIfNeeded: part)
                    counts[part] += 1
                }
            }
            var sum = 0
            for part in 0..<parts {
                starts.append(sum)
                for block in 0..<blocks {
                    let place = places + (block * (parts + 1) + part)
                    (place.pointee, sum) = (sum, sum + place.pointee)
                }
            }
            starts.append(sum)
            forEachBlock(of: points.count, size: blockSize, threads: threads) { block, range in
                let next = placesOut + block * (parts + 1)
                for i in range {
                    let part = Int(partsOut[i])
                    guard part < parts else { continue }
                    let record = SIMD4(x[i], y[i], z[i], Float(bitPattern: UInt32(truncatingIfNeeded: i)))
                    (shared + next[part]).initialize(to: record)
                    next[part] += 1
                }
            }
        }
    }
}

/// One part's voxels with their sums, in the order of their first points.
private struct VoxelTable: Sendable {
    struct Voxel {
        var key: UInt64
        var x, y, z: Double
        var count: Int32
        var first: UInt32
    }

    private(set) var voxels: [Voxel] = []
    private(set) var normals: [SIMD3<Double>] = []

    init(_ records: UnsafeBufferPointer<SIMD4<Float>>, grid: VoxelGrid, normals pointNormals: Coordinates?) {
        var sums: [SIMD3<Double>] = []
        // Room for a voxel a point; memory that isn't written to costs nothing.
        voxels = Array(unsafeUninitializedCapacity: records.count) { voxels, count in
            var slots = Slots(atLeast: records.count)
            defer { slots.deallocate() }
            for record in records {
                let key = grid.key(record.x, record.y, record.z)
                var slot = Int(truncatingIfNeeded: hash(key)) & slots.mask
                while slots.numbers[slot] != 0 && voxels[Int(slots.numbers[slot]) - 1].key != key {
                    slot = (slot + 1) & slots.mask
                }
                if slots.numbers[slot] == 0 {
                    let voxel = Voxel(key: key, x: 0, y: 0, z: 0, count: 0, first: record.w.bitPattern)
                    voxels.initializeElement(at: count, to: voxel)
                    count += 1
                    if pointNormals != nil { sums.append(.zero) }
                    slots.numbers[slot] = UInt32(count)
                }
                let voxel = Int(slots.numbers[slot]) - 1
                voxels[voxel].x += Double(record.x)
                voxels[voxel].y += Double(record.y)
                voxels[voxel].z += Double(record.z)
                voxels[voxel].count += 1
                if let pointNormals {
                    let normal = pointNormals[Int(record.w.bitPattern)]
                    if normal.isFinite { sums[voxel] += SIMD3<Double>(normal) }
                }
                if count * 2 > slots.count { slots.grow(holding: voxels[..<count]) }
            }
        }
        normals = sums
    }

    /// Voxel numbers by hash, one above the number; 0 where there is none. Never more than half full.
    private struct Slots {
        private(set) var numbers: UnsafeMutablePointer<UInt32>
        private(set) var count: Int

        var mask: Int { count - 1 }

        init(atLeast needed: Int) {
            count = 1 << 10
            while count < needed { count *= 2 }
            numbers = .allocate(capacity: count)
            numbers.initialize(repeating: 0, count: count)
        }

        func deallocate() { numbers.deallocate() }

        mutating func grow(holding voxels: Slice<UnsafeMutableBufferPointer<Voxel>>) {
            deallocate()
            self = Slots(atLeast: 4 * count)
            for (number, voxel) in voxels.enumerated() {
                var slot = Int(truncatingIfNeeded: hash(voxel.key)) & mask
                while numbers[slot] != 0 { slot = (slot + 1) & mask }
                numbers[slot] = UInt32(number + 1)
            }
        }
    }
}

/// The rank of each voxel's first point among all first points: a bit a point, and the count of bits before each word.
private struct FirstPointOrder {
    private var bits: [UInt64]
    private var before: [Int]
    private(set) var count = 0

    init(_ tables: [VoxelTable?], pointCount: Int) {
        bits = Array(repeating: 0, count: pointCount / 64 + 1)
        for table in tables {
            for voxel in table?.voxels ?? [] { bits[Int(voxel.first >> 6)] |= 1 << UInt64(voxel.first & 63) }
        }
        before = []
        before.reserveCapacity(bits.count)
        for word in bits {
            before.append(count)
            count += word.nonzeroBitCount
        }
    }

    func rank(of point: UInt32) -> Int {
        let word = Int(point >> 6)
        return before[word] + (bits[word] & (1 << UInt64(point & 63) - 1)).nonzeroBitCount
    }
}
