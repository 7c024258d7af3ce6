internal import CKernels
import Parallel
internal import PointClouds

extension KDTree {
    /// The columns, allocated once and never written again after the build.
    final class Storage: Sendable {
        /// Points of the cloud.
        let pointCount: Int
        /// Finite ones among them: the slots in use.
        let count: Int
        /// Positions in leaf order, NaN behind the last point up to a full leaf.
        let x, y, z: SharedElements<Float>
        /// The cloud's index of each slot.
        let index: SharedElements<Int32>
        /// For each group the least x of its eight children, their least y, z, greatest x, y, z; level after level,
        /// the leaves' own boxes first.
        let boxes: SharedElements<SIMD8<Float>>
        /// The first group of each level in ``boxes``; level 0 holds the leaves' boxes, the last level one group.
        let levelStarts: [Int]
        /// All of it for the search kernel.
        let kernel: SharedElements<ck_kdtree>

        private let kernelStarts: SharedElements<UInt32>

        var leafCount: Int { (count + KDTree.leafSize - 1) / KDTree.leafSize }
        var levelCount: Int { levelStarts.count }

        init(_ points: Coordinates, threads: Int) {
            var records = Self.finiteRecords(of: points)
            pointCount = points.count
            count = records.count

            let leaves = (count + KDTree.leafSize - 1) / KDTree.leafSize
            var starts: [Int] = []
            var groups = 0
            var children = leaves
            while children > 0 {
                starts.append(groups)
                children = (children + KDTree.fanOut - 1) / KDTree.fanOut
                groups += children
                if children == 1 { break }
            }
            levelStarts = starts

            let capacity = leaves * KDTree.leafSize
            // One block of memory for the four columns.
            let slots = UnsafeMutableRawPointer.allocate(byteCount: max(1, capacity) * 16, alignment: 64)
            let columns = slots.bindMemory(to: Float.self, capacity: capacity * 3)
            (x, y, z) = (
                SharedElements(start: columns, count: capacity),
                SharedElements(start: columns + capacity, count: capacity),
                SharedElements(start: columns + 2 * capacity, count: capacity)
            )
            index = SharedElements(
                start: (slots + 12 * capacity).bindMemory(to: Int32.self, capacity: capacity), count: capacity)
            boxes = SharedElements(
                start: UnsafeMutableRawPointer.allocate(byteCount: max(1, groups) * 192, alignment: 64)
                    .bindMemory(to: SIMD8<Float>.self, capacity: groups * 6),
                count: groups * 6)

            kernelStarts = SharedElements(start: .allocate(capacity: starts.count), count: starts.count)
            for (level, start) in starts.enumerated() { kernelStarts.initialize(level, to: UInt32(start)) }
            kernel = SharedElements(start: .allocate(capacity: 1), count: 1)
            kernel.initialize(
                0,
                to: ck_kdtree(
                    x: x.baseAddress, y: y.baseAddress, z: z.baseAddress, index: index.baseAddress,
                    boxes: UnsafeRawPointer(boxes.baseAddress).assumingMemoryBound(to: Float.self),
                    level_starts: kernelStarts.baseAddress, levels: Int32(starts.count)))

            records.withSharedElements { records in
                Self.arrange(records, threads: threads)
                fillSlots(from: records, threads: threads)
            }
            fillBoxes(threads: threads)
        }

        deinit {
            UnsafeMutableRawPointer(x.baseAddress).deallocate()
            UnsafeMutableRawPointer(boxes.baseAddress).deallocate()
            kernel.baseAddress.deallocate()
            kernelStarts.baseAddress.deallocate()
        }
    }
}
