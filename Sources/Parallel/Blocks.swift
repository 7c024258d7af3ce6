import CKernels
import Dispatch
import Synchronization

/// The cores this process may use.
public var availableThreads: Int { Int(ck_available_processors()) }

/// Runs `body` on the blocks `0..<blockSize`, `blockSize..<2·blockSize`, … of `0..<count`, on up to `threads` threads.
///
/// The blocks depend on `count` and `blockSize` alone: a caller that keeps one partial result a block and combines
/// them in block order gets the same bits for any number of threads. Threads take the next free block, so that a
/// slow one doesn't hold up the rest.
///
/// - Parameter body: is given the block's number and its range of indices; must not touch what other blocks write.
@usableFromInline
package func forEachBlock(
    of count: Int, size blockSize: Int, threads: Int = availableThreads,
    _ body: (_ block: Int, _ range: Range<Int>) -> Void
) {
    let blocks = blockCount(of: count, size: blockSize)
    func run(_ block: Int) {
        body(block, block * blockSize..<min(count, (block + 1) * blockSize))
    }
    let workers = min(threads, blocks)
    guard workers > 1 else {
        for block in 0..<blocks { run(block) }
        return
    }
    let next = Atomic(0)
    withoutActuallyEscaping(run) { run in
        // concurrentPerform returns when every call of it has.
        nonisolated(unsafe) let run = run
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while true {
                let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard block < blocks else { return }
                run(block)
            }
        }
    }
}

/// How many blocks of `blockSize` elements hold `count` of them; the last may be shorter.
@inlinable
package func blockCount(of count: Int, size blockSize: Int) -> Int {
    precondition(blockSize > 0, "a block holds at least one element")
    return (count + blockSize - 1) / blockSize
}
