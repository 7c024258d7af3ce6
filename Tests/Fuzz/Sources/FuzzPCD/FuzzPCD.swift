import CloudFiles
import PointClouds

/// Points read so far: a result that is kept, or the optimiser would delete the reading.
nonisolated(unsafe) var pointsRead = 0

/// Reads the input as a file of any format; the seeds make it PCD. Whatever it is, it must be read or refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    if let file = try? CloudFile(bytes: bytes, name: "fuzz") { pointsRead &+= file.cloud.count }
    return 0
}
