internal import CKernels
import Parallel
internal import PointClouds

extension KDTree.Storage {
    /// The keys that a search for `k` needs room for; the last `k` are its finds.
    static func keyCapacity(_ k: Int) -> Int { k == 1 ? 1 : (k + 3) / 4 * 4 }

    /// The kernel's search: how many were found. ``visit(_:_:tasks:)`` with a collector of that many is its oracle.
    @inline(__always)
    func nearest(_ k: Int, _ query: SIMD3<Float>, bound: Float, keys: UnsafeMutablePointer<NeighborKey>) -> Int {
        keys.withMemoryRebound(to: UInt64.self, capacity: Self.keyCapacity(k)) {
            Int(ck_kdtree_nearest(kernel.baseAddress, query.x, query.y, query.z, bound, Int32(k), $0))
        }
    }

    /// A box yet to be looked into.
    struct Task {
        var bound: Float
        /// 0 for a leaf, else one above the level of the group.
        var height: Int32
        var number: Int
    }

    /// The most tasks that can wait: seven siblings a level, eight at the last.
    var taskCapacity: Int { 8 * levelCount + 1 }

    /// Shows the collector every point that may lie within its bound.
    ///
    /// Nearest boxes first, depth first; a box beyond the bound, which shrinks on the way, is passed over.
    /// - Precondition: `tasks` has room for ``taskCapacity``; `query` is finite.
    @inline(__always)
    func visit(_ query: SIMD3<Float>, _ collector: inout some NeighborCollector, tasks: UnsafeMutablePointer<Task>) {
        guard count > 0 else { return }
        let (qx, qy, qz) = (
            SIMD8(repeating: query.x), SIMD8(repeating: query.y), SIMD8(repeating: query.z)
        )
        tasks[0] = Task(bound: 0, height: Int32(levelCount), number: 0)
        var waiting = 1
        while waiting > 0 {
            waiting -= 1
            let task = tasks[waiting]
            guard task.bound <= collector.bound else { continue }
            if task.height == 0 {
                scan(task.number, qx, qy, qz, &collector)
                continue
            }
            let box = boxes.baseAddress + 6 * (levelStarts[Int(task.height) - 1] + task.number)
            let bounds = squaredLength(
                gap(box[0], box[3], qx), gap(box[1], box[4], qy), gap(box[2], box[5], qz))
            // The nearest on top of the stack: insertion from above, few are within the bound.
            let first = waiting
            for lane in 0..<KDTree.fanOut where bounds[lane] <= collector.bound {
                var place = waiting
                while place > first && tasks[place - 1].bound < bounds[lane] {
                    tasks[place] = tasks[place - 1]
                    place -= 1
                }
                tasks[place] = Task(
                    bound: bounds[lane], height: task.height - 1, number: task.number * KDTree.fanOut + lane)
                waiting += 1
            }
        }
    }

    @inline(__always)
    private func scan(
        _ leaf: Int, _ qx: SIMD8<Float>, _ qy: SIMD8<Float>, _ qz: SIMD8<Float>,
        _ collector: inout some NeighborCollector
    ) {
        for half in 0..<2 {
            let slot = leaf * KDTree.leafSize + 8 * half
            let distances = squaredLength(
                loadEight(x.baseAddress + slot) - qx, loadEight(y.baseAddress + slot) - qy,
                loadEight(z.baseAddress + slot) - qz)
            for lane in 0..<8 where distances[lane] <= collector.bound {
                collector.add(NeighborKey(distances[lane], index[slot + lane]))
            }
        }
    }
}

/// How far outside `low...high` a coordinate lies, 0 inside; +∞ for a box that isn't there.
@inline(__always)
private func gap(_ low: SIMD8<Float>, _ high: SIMD8<Float>, _ value: SIMD8<Float>) -> SIMD8<Float> {
    let (below, above) = (low - value, value - high)
    let outside = below.replacing(with: above, where: above .> below)
    return outside.replacing(with: 0, where: outside .< 0)
}

/// The one expression for squared distances of points and boxes: this order, each operation rounded, nothing fused.
@inline(__always)
private func squaredLength(_ x: SIMD8<Float>, _ y: SIMD8<Float>, _ z: SIMD8<Float>) -> SIMD8<Float> {
    (x * x + y * y) + z * z
}
