/// A sum over `0..<count` that has the same bits for any number of threads: one partial sum for each fixed block, added
/// up in the order of the blocks.
@inlinable @inline(__always)
package func orderedSum<Sum>(
    of count: Int, blockSize: Int, threads: Int, zero: Sum, _ add: (inout Sum, Int) -> Void,
    combine: (inout Sum, Sum) -> Void
) -> Sum {
    let parts = parallelMap(blocksOf: count, size: blockSize, threads: threads) { range in
        var sum = zero
        for i in range { add(&sum, i) }
        return sum
    }
    var total = zero
    for part in parts { combine(&total, part) }
    return total
}
