import CKernels
import PointClouds

/// The lines of a text that start in one stretch of a file, whole, with a line end behind the last, in memory that ends
/// with the value.
struct TextChunk: ~Copyable {
    let terminator: UInt8
    /// What is still to be parsed.
    var text: UnsafePointer<UInt8>
    private var memory: UnsafeMutableRawPointer
    private var end: UnsafePointer<UInt8>
    /// The file's offset of the first byte in `memory`.
    private var memoryOffset = 0

    private static let padding = DecimalParsing.padding

    init(terminator: UInt8) {
        self.terminator = terminator
        memory = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
        text = UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
        end = text
    }

    deinit { memory.deallocate() }

    /// The file's offset of what is still to be parsed.
    var offset: Int { offset(of: text) }
    func offset(of place: UnsafePointer<UInt8>) -> Int {
        memoryOffset + (UnsafeRawPointer(place) - UnsafeRawPointer(memory))
    }

    func bytesLeft(from place: UnsafePointer<UInt8>) -> Int { max(0, end - place) }

    /// Takes the lines that start in `start..<stop` of a body that reaches from `first` to `end`.
    mutating func load(_ file: InputFile, start: Int, stop: Int, first: Int, end fileEnd: Int) throws(CloudFileError) {
        // The byte before tells whether a line starts at `start`.
        let from = max(first, start - 1)
        memoryOffset = from
        var slack = 1 << 12
        while true {
            let to = min(fileEnd, stop + slack)
            memory.deallocate()
            memory = UnsafeMutableRawPointer.allocate(byteCount: to - from + 1 + Self.padding, alignment: 64)
            try file.read(at: from, into: UnsafeMutableRawBufferPointer(start: memory, count: to - from))
            let bytes = UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
            (memory + (to - from)).initializeMemory(as: UInt8.self, repeating: terminator, count: 1 + Self.padding)

            var begin = bytes
            if start > first {
                while begin < bytes + (stop - from), begin.pointee != terminator { begin += 1 }
                begin += 1
            }
            (text, end) = (begin, begin)
            if begin >= bytes + (stop - from) { return }
            // The last line of the chunk ends at the first line end from the chunk's last byte on.
            var last = bytes + (stop - 1 - from)
            while last < bytes + (to - from), last.pointee != terminator { last += 1 }
            if last < bytes + (to - from) || to == fileEnd {
                end = last + 1
                return
            }
            slack *= 8
        }
    }

    func countRows() -> Int { ck_count_rows(text, end, terminator) }

    /// Moves on to the first word of the next row; there must be one.
    @inline(__always)
    func skipToRow(_ place: inout UnsafePointer<UInt8>) {
        while true {
            while DecimalParsing.isSeparator(place.pointee) { place += 1 }
            if place.pointee != UInt8(ascii: "#") { return }
            while place.pointee != terminator { place += 1 }
        }
    }

    /// Moves on to the next word of the row; `false` at its end.
    @inline(__always)
    func skipToWord(_ place: inout UnsafePointer<UInt8>) -> Bool {
        while place.pointee != terminator && DecimalParsing.isSeparator(place.pointee) { place += 1 }
        return place.pointee != terminator
    }

    /// A word as a message shows it.
    func word(_ start: UnsafePointer<UInt8>) -> String {
        let length = min(40, DecimalParsing.tokenEnd(start) - start)
        return String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)
    }

    func countWords(_ start: UnsafePointer<UInt8>) -> Int {
        var place = start
        var count = 0
        while skipToWord(&place) {
            count += 1
            place = DecimalParsing.tokenEnd(place)
        }
        return count
    }
}
