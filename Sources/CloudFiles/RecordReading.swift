import Parallel
import PointClouds
import Synchronization

/// Reads `rows` records of equal length from `offset` on into columns, on all cores.
///
/// Each thread reads a block that fits its cache and takes it apart from there, so that the file's bytes never go
/// through memory twice. The header's promise must have been checked against the file's size.
func readRecords(
    from file: InputFile, at offset: Int, rows: Int, stride: Int, into fields: [RecordField], swappingBytes: Bool,
    threads: Int
) throws(CloudFileError) {
    guard rows > 0, stride > 0 else { return }
    let rowsPerBlock = max(1, (1 << 18) / stride)
    let failure = Mutex<CloudFileError?>(nil)
    forEachBlock(of: rows, size: rowsPerBlock, threads: threads) { _, range in
        withUnsafeTemporaryAllocation(byteCount: range.count * stride, alignment: 64) { scratch in
            do throws(CloudFileError) {
                try file.read(at: offset + range.lowerBound * stride, into: scratch)
                deinterleave(
                    UnsafeRawPointer(scratch.baseAddress!), stride: stride, rows: range, into: fields,
                    swappingBytes: swappingBytes)
            } catch {
                failure.withLock { $0 = $0 ?? error }
            }
        }
    }
    if let error = failure.withLock({ $0 }) { throw error }
}
