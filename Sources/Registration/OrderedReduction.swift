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

/// What `value` gives for each index, several at a time; the order doesn't depend on the number of threads.
func mapped<Value>(_ indices: Range<Int>, threads: Int, _ value: (Int) -> Value) -> [Value] {
    var result = [Value?](repeating: nil, count: indices.count)
    result.withUnsafeMutableBufferPointer { result in
        nonisolated(unsafe) let result = result
        forEachBlock(of: indices.count, size: 1, threads: threads) { i, _ in result[i] = value(indices.lowerBound + i) }
    }
    return result.map { $0! }
}
