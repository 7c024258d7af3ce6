import CKernels
import Glibc
import Parallel
import PointClouds
import Synchronization

/// One value of a row of text: what it is and where it goes.
struct TextSlot {
    var fieldName: String
    var type: ScalarType
    /// Where the first row's value goes, and how far on the next row's.
    var target: UnsafeMutableRawPointer
    var stride: Int

    static func slots(filling column: ColumnMemory) -> [TextSlot] {
        let (name, count) = (column.declaration.name, column.declaration.count)
        return (0..<count).map { index in
            TextSlot(
                fieldName: name, type: column.type, target: column.base + index * column.type.size,
                stride: count * column.type.size)
        }
    }

    var kernelSlot: ck_text_slot {
        ck_text_slot(values: target.assumingMemoryBound(to: UInt8.self), stride: stride, type: type.kernelType)
    }
}

/// Reads rows of numbers, one a line, from `offset` on into columns, on all cores.
///
/// The text is cut into chunks, and each line belongs to the chunk it starts in. A thread that takes a chunk reads it,
/// counts its rows and hands that count on, so that the next chunk knows its first row's number; then it parses. Blank
/// lines, and lines that start with #, are no rows.
struct TextRows {
    let file: InputFile
    let element: String
    let slots: [TextSlot]
    let rows: Int
    let terminator: UInt8

    static let chunkSize = 1 << 18

    /// - Returns: the offset behind the last row.
    func read(from offset: Int, to end: Int, threads: Int) throws(CloudFileError) -> Int {
        guard rows > 0, !slots.isEmpty else { return offset }
        let chunks = (end - offset + Self.chunkSize - 1) / Self.chunkSize
        let progress = ChunkProgress(chunks: chunks)
        let kernelSlots = slots.map(\.kernelSlot)
        let outcome = Mutex(Outcome())
        forEachBlock(of: chunks, size: 1, threads: threads) { chunk, _ in
            do throws(CloudFileError) {
                let start = offset + chunk * Self.chunkSize
                let stop = min(end, start + Self.chunkSize)
                if progress.isStopped(before: chunk) {
                    progress.publish(0, of: chunk)
                    return
                }
                var text = TextChunk(terminator: terminator)
                do throws(CloudFileError) {
                    try text.load(file, start: start, stop: stop, first: offset, end: end)
                } catch {
                    progress.stop(after: chunk)
                    progress.publish(0, of: chunk)
                    throw error
                }
                let count = text.countRows()
                let base = progress.publish(count, of: chunk)
                guard base < rows, !progress.isStopped(before: chunk) else { return }
                let fault = parse(&text, rows: base..<min(rows, base + count), kernelSlots)
                if base + count >= rows || fault != nil { progress.stop(after: chunk) }
                outcome.withLock { outcome in
                    if let fault, outcome.fault.map({ fault.offset < $0.offset }) ?? true { outcome.fault = fault }
                    if fault == nil && base + count >= rows { outcome.end = text.offset }
                }
            } catch {
                outcome.withLock { $0.error = $0.error ?? error }
            }
        }
        let result = outcome.withLock { $0 }
        if let error = result.error { throw error }
        if let fault = result.fault { throw try fault.error(in: file, element: element, terminator: terminator) }
        guard let last = result.end else {
            throw .missingRows(path: file.path, element: element, expected: rows, found: progress.total)
        }
        return last
    }

    private struct Outcome {
        var end: Int?
        var fault: TextFault?
        var error: CloudFileError?
    }

    /// Parses the chunk's first rows as the rows `rows` of the columns.
    private func parse(_ chunk: inout TextChunk, rows: Range<Int>, _ kernelSlots: [ck_text_slot]) -> TextFault? {
        var place: UnsafePointer<UInt8>? = chunk.text
        let row = ck_read_rows(&place, terminator, kernelSlots, kernelSlots.count, rows.lowerBound, rows.upperBound)
        chunk.text = place ?? chunk.text
        return row == rows.upperBound ? nil : fault(inRow: row, of: chunk)
    }

    /// What is wrong with the row that begins the chunk's text: word after word once more.
    private func fault(inRow row: Int, of chunk: borrowing TextChunk) -> TextFault {
        var text = chunk.text
        for (index, slot) in slots.enumerated() {
            guard chunk.skipToWord(&text) else {
                return TextFault(
                    offset: chunk.offset(of: text), row: row, kind: .rowLength(expected: slots.count, found: index))
            }
            let start = text
            if !DecimalParsing.number(&text, slot.type, slot.target + row * slot.stride) {
                return TextFault(
                    offset: chunk.offset(of: start), row: row,
                    kind: .number(field: slot.fieldName, type: slot.type, text: chunk.word(start)))
            }
        }
        let found = slots.count + chunk.countWords(text)
        return TextFault(
            offset: chunk.offset(of: text), row: row, kind: .rowLength(expected: slots.count, found: found))
    }
}

/// What is wrong in a row, by byte; the line is counted only now that it is wanted.
struct TextFault {
    enum Kind {
        case number(field: String, type: ScalarType, text: String)
        case rowLength(expected: Int, found: Int)
    }

    var offset: Int
    var row: Int
    var kind: Kind

    func error(in file: InputFile, element: String, terminator: UInt8) throws(CloudFileError) -> CloudFileError {
        let line = try lineNumber(of: offset, in: file, terminator: terminator)
        let place = CloudFileError.TextPlace(line: line, element: element, row: row)
        return switch kind {
        case .number(let field, let type, let text):
            .number(path: file.path, at: place, field: field, type: type, text: text)
        case .rowLength(let expected, let found):
            .rowLength(path: file.path, at: place, expected: expected, found: found)
        }
    }
}

/// The line, from 1, that holds a byte.
func lineNumber(of offset: Int, in file: InputFile, terminator: UInt8) throws(CloudFileError) -> Int {
    var line = 1
    var position = 0
    while position < offset {
        let bytes = try file.bytes(at: position, count: min(1 << 20, offset - position))
        for byte in bytes where byte == terminator { line += 1 }
        position += bytes.count
    }
    return line
}

/// How many rows lie before each chunk, handed from chunk to chunk.
private final class ChunkProgress: Sendable {
    /// Entry `i`: the rows before chunk `i`, or -1 as long as that isn't known.
    private let before: Mutex<[Int]>
    private let last = Atomic(Int.max)

    init(chunks: Int) {
        before = Mutex([0] + Array(repeating: -1, count: chunks))
    }

    /// Whether an earlier chunk ended the reading. Those before that one go on: the first fault is the one reported.
    func isStopped(before chunk: Int) -> Bool { last.load(ordering: .relaxed) < chunk }
    var total: Int { before.withLock { $0.last ?? 0 } }

    func stop(after chunk: Int) { last.min(chunk, ordering: .relaxed) }

    /// Waits for the rows before `chunk`, says how many there are with its own, and returns its first row's number.
    ///
    /// Never waits long: the chunk before was taken earlier, and counts before it parses.
    @discardableResult
    func publish(_ count: Int, of chunk: Int) -> Int {
        while true {
            let base = before.withLock { before in
                if before[chunk] >= 0 { before[chunk + 1] = before[chunk] + count }
                return before[chunk]
            }
            if base >= 0 { return base }
            sched_yield()
        }
    }
}
