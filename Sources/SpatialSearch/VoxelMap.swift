import Parallel
public import PointClouds

/// A cloud's points grouped by the voxel that they lie in.
///
/// Voxels are numbered in ascending order of their keys (x runs fastest); within one the points stand in the cloud's
/// order. The same for any number of threads.
public struct VoxelMap: Sendable {
    /// Where the voxels lie.
    public let grid: VoxelGrid
    /// For each voxel where its points begin in ``points``, and the end of the last: `count + 1` entries.
    public let starts: [Int]
    /// Indices of the cloud's finite points, voxel by voxel.
    public let points: [Int32]
    let keys: [UInt64]

    /// - Complexity: O(*n*), O(*n* log *n*) where keys take more than 32 bits.
    /// - Precondition: there are fewer than 2³¹ points.
    public init(_ cloud: Coordinates, size: Double) throws(VoxelGridError) {
        precondition(cloud.count <= Int(Int32.max), "a voxel map holds fewer than 2³¹ points")
        grid = try VoxelGrid(over: cloud, size: size)
        let order = Self.order(of: cloud, grid)
        var starts: [Int] = []
        var keys: [UInt64] = []
        for (place, index) in order.enumerated() {
            let key = grid.key(cloud.x[Int(index)], cloud.y[Int(index)], cloud.z[Int(index)])
            if key != keys.last {
                starts.append(place)
                keys.append(key)
            }
        }
        starts.append(order.count)
        (self.starts, self.keys, points) = (starts, keys, order)
    }

    /// The finite points by key, those of one key by index.
    private static func order(of cloud: Coordinates, _ grid: VoxelGrid) -> [Int32] {
        let finite = cloud.indices.filter { cloud.isFinite(at: $0) }
        guard grid.bits <= 32 else {
            return finite.map { (grid.key(cloud.x[$0], cloud.y[$0], cloud.z[$0]), Int32($0)) }
                .sorted { $0 < $1 }.map(\.1)
        }
        // Key and index in one word, as for all but the finest grids.
        var words = finite.map { grid.key(cloud.x[$0], cloud.y[$0], cloud.z[$0]) << 32 | UInt64($0) }
        radixSort(&words, from: 32, bits: grid.bits, threads: availableThreads)
        return words.map { Int32(truncatingIfNeeded: $0) }
    }

    /// The voxels that hold a point.
    public var count: Int { keys.count }

    /// The points of a voxel, by index in the cloud, ascending.
    public func points(of voxel: Int) -> ArraySlice<Int32> { points[starts[voxel]..<starts[voxel + 1]] }

    /// The voxel's place, in cubes from the origin.
    public func cell(of voxel: Int) -> SIMD3<Int> { grid.lowest &+ grid.cell(of: keys[voxel]) }

    /// The voxel at a place, counted in cubes from the origin, if it holds a point.
    ///
    /// - Complexity: O(log *v*) for *v* voxels.
    public func voxel(at cell: SIMD3<Int>) -> Int? {
        let offset = cell &- grid.lowest
        guard all(offset .>= 0) && all(offset .< grid.extent) else { return nil }
        let key = UInt64(offset.x) | UInt64(offset.y) << grid.yShift | UInt64(offset.z) << grid.zShift
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low < keys.count && keys[low] == key ? low : nil
    }

    /// For each of the cloud's `pointCount` points the voxel it lies in, −1 for those that aren't finite.
    ///
    /// - Complexity: O(*n*).
    public func voxelOfEachPoint(pointCount: Int) -> [Int32] {
        var result = [Int32](repeating: -1, count: pointCount)
        for voxel in 0..<count {
            for point in points(of: voxel) { result[Int(point)] = Int32(voxel) }
        }
        return result
    }
}
