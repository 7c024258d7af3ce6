import RobotCell

/// What was read so far: a result that is kept, or the optimiser would delete the reading.
nonisolated(unsafe) var charactersRead = 0

/// Reads the input as a cell's file. Whatever it is, it must be read or refused, and a refusal said in words.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(CellFileError) {
        let cell = try CellFile(bytes: bytes)
        charactersRead &+= cell.settings.count + cell.remarks.count
        // The chains that pick asks for.
        if let chain = try? cell.baseFromScan() { charactersRead &+= chain.path.count }
        if let place = try? cell.baseFromPlace() { charactersRead &+= place.translation.x.isFinite ? 1 : 0 }
    } catch {
        charactersRead &+= "\(error)".utf8.count
    }
    return 0
}
