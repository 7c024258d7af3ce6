import Glibc

/// Memory that a virtual machine's host has found already.
///
/// Where the balloon driver reports free pages, free memory goes back to the host within two seconds, and who touches
/// it next waits for the host: 240 MB in pages of 2 MiB take 550 ms then, 22 ms otherwise. That would be counted against
/// whoever has the turn after a long one. So before each turn as much as it takes is touched and freed: the kernel hands
/// out first what was freed last, to any process.
enum BackedMemory {
    static func prepare(bytes: Int) {
        guard bytes > 0 else { return }
        let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory, memory != MAP_FAILED else { return }
        // Whole pages of 2 MiB, as they are reported; they serve small pages too.
        madvise(memory, bytes, MADV_HUGEPAGE)
        for offset in stride(from: 0, to: bytes, by: 4096) {
            memory.storeBytes(of: 1, toByteOffset: offset, as: UInt8.self)
        }
        munmap(memory, bytes)
    }
}
