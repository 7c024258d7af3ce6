import Files
import Glibc
import Parallel
import PointClouds
import Synchronization

/// Makes the bytes of blocks on all cores and hands them to `sink` in order.
///
/// Who has made a block waits for its turn, writes it and goes on, so that no more than a block a thread is held, and
/// the system's copying of one block runs beside the making of the next.
///
/// - Parameters:
///   - capacity: bytes that a block takes at most.
///   - fill: writes a block's bytes to fresh memory; returns their number.
func writeInBlocks(
    of count: Int, size: Int, threads: Int, to sink: (UnsafeRawBufferPointer) throws(OutputFileError) -> Void,
    capacity: (Range<Int>) -> Int, fill: (Range<Int>, UnsafeMutableRawPointer) -> Int
) throws(OutputFileError) {
    let turn = Atomic(0)
    let failure = Mutex<OutputFileError?>(nil)
    let spares = SpareBuffers()
    forEachBlock(of: count, size: size, threads: threads) { block, range in
        let buffer = spares.take(atLeast: capacity(range))
        let hasFailed = failure.withLock { $0 != nil }
        let used = hasFailed ? 0 : fill(range, buffer.baseAddress!)
        while turn.load(ordering: .acquiring) != block { sched_yield() }
        do throws(OutputFileError) {
            if !failure.withLock({ $0 != nil }) { try sink(UnsafeRawBufferPointer(rebasing: buffer[..<used])) }
        } catch {
            failure.withLock { $0 = error }
        }
        turn.store(block + 1, ordering: .releasing)
        spares.give(back: buffer)
    }
    if let error = failure.withLock({ $0 }) { throw error }
}
