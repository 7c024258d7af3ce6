import PointClouds

/// A sum over `0..<count` that has the same bits for any number of threads: one partial sum for each fixed block, added
/// up in the order of the blocks.
@inline(__always)
func orderedSum<Sum: Sendable>(
    of count: Int, blockSize: Int, threads: Int, zero: Sum, _ add: (inout Sum, Int) -> Void,
    combine: (inout Sum, Sum) -> Void
) -> Sum {
    let blocks = (count + blockSize - 1) / blockSize
    var partial = [Sum](repeating: zero, count: blocks)
    partial.withUnsafeMutableBufferPointer { partial in
        nonisolated(unsafe) let partial = partial
        forEachBlock(of: count, size: blockSize, threads: threads) { block, range in
            var sum = zero
            for i in range { add(&sum, i) }
            partial[block] = sum
        }
    }
    var total = zero
    for sum in partial { combine(&total, sum) }
    return total
}
