import Synchronization

/// Memory that one block after another is made in, for fresh pages cost more than what is written there.
///
/// Who has taken a buffer has it alone until it is given back; those given back are freed with this.
package final class SpareBuffers: Sendable {
    private struct Free: @unchecked Sendable {
        var buffers: [UnsafeMutableRawBufferPointer] = []
    }

    private let free = Mutex(Free())

    package init() {}

    package func take(atLeast count: Int) -> UnsafeMutableRawBufferPointer {
        let spare = free.withLock { Free(buffers: $0.buffers.popLast().map { [$0] } ?? []) }.buffers.first
        if let spare, spare.count >= count { return spare }
        spare?.deallocate()
        return .allocate(byteCount: max(64, count), alignment: 64)
    }

    package func give(back buffer: UnsafeMutableRawBufferPointer) {
        let free = Free(buffers: [buffer])
        self.free.withLock { $0.buffers += free.buffers }
    }

    deinit {
        free.withLock { free in
            for buffer in free.buffers { buffer.deallocate() }
        }
    }
}
