internal import CKernels
import Parallel
package import PointClouds

extension LocalMoments {
    /// As the kernels write them: count, x y z, xx yy zz, xy yz zx.
    package init(sums s: UnsafePointer<Double>) {
        count = s[0]
        sum = SIMD3(s[1], s[2], s[3])
        squares = SIMD3(s[4], s[5], s[6])
        products = SIMD3(s[7], s[8], s[9])
    }
}

extension KDTree {
    /// Gives `body` the moments of the `k` nearest points within `radius` (metres, inclusive) of each of the tree's own
    /// points, itself among them, as offsets from it.
    ///
    /// As from ``forEachNeighborhood(_:within:threads:_:)``, but a leaf at a time, which takes half as long: see
    /// `CKernels/kdtree_moments.c`. Sums are taken in an order of their own, the same for any number of threads.
    ///
    /// - Parameters:
    ///   - points: those that the tree was built over.
    ///   - body: is given up to sixteen points at a time, each finite one once, in no particular order and on several
    ///     threads at a time: their indices, and ten numbers each that ``LocalMoments/init(sums:)`` reads, whole fours of
    ///     points.
    /// - Complexity: O(*n* (*k* + log *n*)) on average, beside `body`.
    package func forEachMoments(
        _ k: Int, within radius: Float = .infinity, of points: Coordinates, threads: Int = availableThreads,
        _ body: (_ indices: UnsafeBufferPointer<Int32>, _ sums: UnsafePointer<Double>) -> Void
    ) {
        forEachMoments(k, within: radius, of: points, threads: threads, kernel: ck_kdtree_moments, body)
    }

    typealias MomentsKernel = (
        UnsafePointer<ck_kdtree>?, UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafePointer<Float>?, UInt32, UInt32,
        Int32, Float, Float, UnsafeMutablePointer<UInt64>?, UnsafeMutablePointer<Double>?
    ) -> Void

    /// The share of the step from one point to the next by which the search first reaches further than the one before
    /// had to: a third of the step is too little for one point in eight, which then is looked at twice.
    private static let firstStep: Float = 0.4

    /// - Parameter kernel: for the test of both.
    func forEachMoments(
        _ k: Int, within radius: Float, of points: Coordinates, threads: Int, kernel: MomentsKernel,
        _ body: (_ indices: UnsafeBufferPointer<Int32>, _ sums: UnsafePointer<Double>) -> Void
    ) {
        precondition(points.count == pointCount, "the tree holds other points than these")
        let k = min(k, count)
        let bound = squaredBound(radius)
        guard k > 0 && bound >= 0 else { return }
        let leafSize = Self.leafSize
        points.withUnsafeColumns { x, y, z in
            forEachBlock(of: storage.leafCount, size: 32, threads: threads) { _, leaves in
                withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Storage.keyCapacity(k)) { keys in
                    withUnsafeTemporaryAllocation(of: Double.self, capacity: 10 * leafSize) { sums in
                        sums.initialize(repeating: 0)
                        for leaf in leaves {
                            let first = leaf * leafSize
                            let filled = min(leafSize, count - first)
                            kernel(
                                storage.kernel.baseAddress, x, y, z, UInt32(leaf), UInt32(filled), Int32(k), bound,
                                Self.firstStep, keys.baseAddress, sums.baseAddress)
                            body(
                                UnsafeBufferPointer(start: storage.index.baseAddress + first, count: filled),
                                sums.baseAddress!)
                        }
                    }
                }
            }
        }
    }
}
