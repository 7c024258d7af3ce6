import LinearAlgebra
import PointClouds

/// Reads what stands behind the header of a PCD file into columns.
struct PCDReader: CloudFormatReader {
    let file: InputFile
    let threads: Int
    private(set) var header: PCDHeader

    init(file: InputFile, threads: Int) throws(CloudFileError) {
        (self.file, self.threads) = (file, threads)
        header = try PCDHeader(file: file)
    }

    func read(cloud number: Int, unit: LengthUnit) throws(CloudFileError) -> FileContent? {
        guard number == 0 else { return nil }
        let content = try readOnce()
        guard header.encoding == .ascii else { return content }
        let candidates = TextWidening.candidates(in: content.columns, unit: unit)
        if candidates.isEmpty { return content }
        var wide = self
        for index in candidates { wide.header.setType(.float64, ofField: index) }
        return content.widened(by: try wide.readOnce(), at: candidates, unit: unit)
    }

    private func readOnce() throws(CloudFileError) -> FileContent {
        var content = FileContent(format: .pcd, encoding: header.encoding)
        content.comments = header.comments
        content.viewpoint = header.viewpoint
        (content.width, content.height) = (header.width, header.height)
        content.rows = header.points
        switch header.encoding {
        case .ascii: content.columns = try readText()
        case .binary: content.columns = try readBinary()
        default: content.columns = try readCompressed()
        }
        return content
    }

    /// The header's fields, their values written by `fill`.
    private func fields(
        _ fill: ([ColumnMemory]) throws(CloudFileError) -> Void
    ) throws(CloudFileError) -> [Field] {
        let declarations = header.fields.map {
            ColumnDeclaration(name: $0.name, type: $0.type, count: $0.count, rows: header.points)
        }
        return zip(declarations, try filledColumns(declarations, fill)).map { $0.field($1) }
    }

    private func readBinary() throws(CloudFileError) -> [Field] {
        let length = header.points * header.stride
        try checkLength(length)
        let fields = try fields { columns throws(CloudFileError) in
            try readRecords(
                from: file, at: header.bodyOffset, rows: header.points, stride: header.stride,
                into: RecordField.fields(filling: columns), swappingBytes: false, threads: threads)
        }
        try checkEnd(at: header.bodyOffset + length)
        return fields
    }

    private func readCompressed() throws(CloudFileError) -> [Field] {
        let start = header.bodyOffset
        let length = header.points * header.stride
        if length == 0, try file.load(upTo: start + 8) < start + 8 { return try fields { _ in } }
        try checkLength(8)
        let sizes = try file.bytes(at: start, count: 8)
        let numbers = sizes.withUnsafeBytes {
            ($0.loadUnaligned(as: UInt32.self), $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        }
        let (compressed, unpacked) = (Int(UInt32(littleEndian: numbers.0)), Int(UInt32(littleEndian: numbers.1)))
        guard unpacked == length else {
            throw .compressedSize(path: file.path, byte: start + 4, expected: length, found: unpacked)
        }
        try checkLength(8 + compressed)
        // A reference gives at most 264 bytes for 3: more than that no compressed data unpack to.
        guard length / LZF.longestMatch <= compressed else {
            throw .compressedSize(
                path: file.path, byte: start, expected: length, found: compressed * LZF.longestMatch / 3)
        }
        let fields = try fields { columns throws(CloudFileError) in
            let segments = columns.map { UnsafeMutableRawBufferPointer(start: $0.base, count: $0.byteCount) }
            try unpack(compressed, at: start + 8, into: segments)
        }
        try checkEnd(at: start + 8 + compressed)
        return fields
    }

    /// Unpacks the `compressed` bytes at `start` as they are read, a part at a time.
    private func unpack(
        _ compressed: Int, at start: Int, into segments: [UnsafeMutableRawBufferPointer]
    ) throws(CloudFileError) {
        var decoder = LZFDecoder(into: segments)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        // Bytes that the part before left over stand before those read now.
        var (kept, done) = (0, 0)
        while done < compressed {
            let count = min(buffer.count - kept, compressed - done)
            try file.read(
                at: start + done, into: UnsafeMutableRawBufferPointer(rebasing: buffer[kept..<kept + count]))
            done += count
            let used: Int
            do throws(LZF.Failure) {
                used = try decoder.unpack(UnsafeRawBufferPointer(rebasing: buffer[..<(kept + count)]))
            } catch {
                throw self.error(error, at: start)
            }
            kept += count - used
            buffer.baseAddress!.copyMemory(from: buffer.baseAddress! + used, byteCount: kept)
        }
        do throws(LZF.Failure) { try decoder.finish(leftOver: kept) } catch { throw self.error(error, at: start) }
    }

    private func error(_ failure: LZF.Failure, at start: Int) -> CloudFileError {
        switch failure {
        case .corrupt(let byte): .corruptCompression(path: file.path, byte: start + byte)
        case .length(let found):
            .compressedSize(
                path: file.path, byte: start, expected: header.points * header.stride, found: found)
        }
    }

    private func readText() throws(CloudFileError) -> [Field] {
        let perRow = header.fields.reduce(0) { $0 + $1.count }
        let end = try file.load(upTo: .max)
        // Each number takes a digit and a separator, but for the last.
        let (doubled, overflows) = (header.points * perRow).multipliedReportingOverflow(by: 2)
        let least = overflows ? Int.max - header.bodyOffset : doubled - 1
        guard end - header.bodyOffset >= least || header.points * header.stride <= Self.harmless else {
            throw .truncated(
                path: file.path, size: end, promised: header.bodyOffset + least, what: "\(header.points) points")
        }
        // Without points the number of values a point is bounded by nothing.
        if header.points == 0 {
            try checkNoTextFollows(header.bodyOffset, in: file, terminator: header.terminator, end: end)
            return try fields { _ in }
        }
        var last = header.bodyOffset
        let fields = try fields { columns throws(CloudFileError) in
            let rows = TextRows(
                file: file, element: "point", slots: columns.flatMap { TextSlot.slots(filling: $0) },
                rows: header.points, terminator: header.terminator)
            last = try rows.read(from: header.bodyOffset, to: end, threads: threads)
        }
        try checkNoTextFollows(last, in: file, terminator: header.terminator, end: end)
        return fields
    }

    /// Short texts are read even so, for the message then names the row that is wrong.
    static let harmless = 1 << 20

    /// Refuses before anything is allocated what the file can't hold.
    private func checkLength(_ length: Int) throws(CloudFileError) {
        let (promised, overflows) = header.bodyOffset.addingReportingOverflow(length)
        let size = try file.load(upTo: overflows ? .max : promised)
        guard !overflows, size >= promised else {
            throw .truncated(path: file.path, size: size, promised: promised, what: "\(header.points) points")
        }
    }

    private func checkEnd(at offset: Int) throws(CloudFileError) {
        try checkNoBytesFollow(offset, in: file)
    }
}
