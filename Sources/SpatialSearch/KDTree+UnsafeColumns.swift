internal import CKernels
import Parallel
internal import PointClouds

extension KDTree {
    /// The columns, allocated once and never written again after the build.
    final class Storage: @unchecked Sendable {
        /// Points of the cloud.
        let pointCount: Int
        /// Finite ones among them: the slots in use.
        let count: Int
        /// Positions in leaf order, NaN behind the last point up to a full leaf.
        let x, y, z: UnsafeMutablePointer<Float>
        /// The cloud's index of each slot.
        let index: UnsafeMutablePointer<Int32>
        /// For each group the least x of its eight children, their least y, z, greatest x, y, z; level after level,
        /// the leaves' own boxes first.
        let boxes: UnsafeMutablePointer<SIMD8<Float>>
        /// The first group of each level in ``boxes``; level 0 holds the leaves' boxes, the last level one group.
        let levelStarts: [Int]
        /// All of it for the search kernel.
        let kernel: UnsafeMutablePointer<ck_kdtree>

        private let slots: UnsafeMutableRawPointer
        private let kernelStarts: UnsafeMutablePointer<UInt32>

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
            slots = .allocate(byteCount: max(1, capacity) * 16, alignment: 64)
            x = slots.bindMemory(to: Float.self, capacity: capacity * 3)
            (y, z) = (x + capacity, x + 2 * capacity)
            index = (slots + 12 * capacity).bindMemory(to: Int32.self, capacity: capacity)
            boxes = UnsafeMutableRawPointer.allocate(byteCount: max(1, groups) * 192, alignment: 64)
                .bindMemory(to: SIMD8<Float>.self, capacity: groups * 6)

            kernelStarts = .allocate(capacity: starts.count)
            for (level, start) in starts.enumerated() { kernelStarts[level] = UInt32(start) }
            kernel = .allocate(capacity: 1)
            kernel.initialize(
                to: ck_kdtree(
                    x: x, y: y, z: z, index: index, boxes: UnsafeRawPointer(boxes).assumingMemoryBound(to: Float.self),
                    level_starts: kernelStarts, levels: Int32(starts.count)))

            records.withSharedElements { records in
                Self.arrange(records, threads: threads)
                fillSlots(from: records, threads: threads)
            }
            fillBoxes(threads: threads)
        }

        deinit {
            slots.deallocate()
            UnsafeMutableRawPointer(boxes).deallocate()
            kernel.deallocate()
            kernelStarts.deallocate()
        }
    }
}
