/// What `value` gives for each index, computed on up to `threads` threads; element `k` belongs to the `k`-th index,
/// whatever their number.
///
/// - Parameter blockSize: how many indices a thread takes at a time: one where each is much work.
@inlinable
package func parallelMap<Value>(
    _ indices: Range<Int>, blockSize: Int = 1, threads: Int, _ value: (Int) -> Value
) -> [Value] {
    Array(unsafeUninitializedCapacity: indices.count) { values, initializedCount in
        let elements = SharedElements(values)
        forEachBlock(of: indices.count, size: blockSize, threads: threads) { _, range in
            for k in range { elements.initialize(k, to: value(indices.lowerBound + k)) }
        }
        initializedCount = indices.count
    }
}

/// One value for each block of `0..<count`, in the order of the blocks: combined in that order, they give the same bits
/// for any number of threads.
@inlinable
package func parallelMap<Value>(
    blocksOf count: Int, size blockSize: Int, threads: Int, _ value: (Range<Int>) -> Value
) -> [Value] {
    Array(unsafeUninitializedCapacity: blockCount(of: count, size: blockSize)) { values, initializedCount in
        let elements = SharedElements(values)
        forEachBlock(of: count, size: blockSize, threads: threads) { block, range in
            elements.initialize(block, to: value(range))
        }
        initializedCount = values.count
    }
}
