import CKernels
import PointClouds

/// A text read word by word, whole in memory of its own. Lines end in LF, CR LF or CR; what stands behind # is passed over.
struct TextWords: ~Copyable {
    /// From 1.
    private(set) var line = 1
    private let memory: UnsafeMutableRawPointer
    private let end: UnsafePointer<UInt8>
    private var place: UnsafePointer<UInt8>

    /// - Parameter continuingLines: a backslash at its end continues a line in the next.
    init(of file: InputFile, continuingLines: Bool = false) throws(CloudFileError) {
        let count = try file.load(upTo: .max)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: count + DecimalParsing.padding, alignment: 64)
        do throws(CloudFileError) {
            try file.read(at: 0, into: UnsafeMutableRawBufferPointer(start: memory, count: count))
        } catch {
            memory.deallocate()
            throw error
        }
        self.memory = memory
        place = UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
        end = place + count
        // Every word ends, and the kernels may read on.
        (memory + count).initializeMemory(
            as: UInt8.self, repeating: UInt8(ascii: "\n"), count: DecimalParsing.padding)
        if continuingLines { Self.joinContinuedLines(memory.assumingMemoryBound(to: UInt8.self), count) }
    }

    /// The end of a line that goes on in the next becomes a vertical tab, the backslash before it a blank: words end
    /// there, and lines can still be counted.
    private static func joinContinuedLines(_ text: UnsafeMutablePointer<UInt8>, _ count: Int) {
        for place in 0..<count where text[place] == UInt8(ascii: "\\") && isLineEnd(text[place + 1]) {
            let isPair = text[place + 1] == UInt8(ascii: "\r") && text[place + 2] == UInt8(ascii: "\n")
            text[place] = UInt8(ascii: " ")
            text[place + 1] = isPair ? UInt8(ascii: " ") : continuedEnd
            if isPair { text[place + 2] = continuedEnd }
        }
    }

    private static let continuedEnd: UInt8 = 0x0B

    deinit { memory.deallocate() }

    /// Goes to the beginning of the next line; `false` where there is none.
    mutating func goToNextLine() -> Bool {
        while goToWord() { skipWord() }
        if place >= end { return false }
        place += place[0] == UInt8(ascii: "\r") && place[1] == UInt8(ascii: "\n") ? 2 : 1
        line += 1
        return place < end
    }

    /// Goes to the next word of the line; `false` at its end.
    mutating func goToWord() -> Bool {
        while true {
            switch place[0] {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return false
            case 0x20, 0x09, 0x0C: place += 1
            case Self.continuedEnd:
                place += 1
                line += 1
            case UInt8(ascii: "#"):
                while !Self.isLineEnd(place[0]), place[0] != Self.continuedEnd { place += 1 }
            default: return true
            }
        }
    }

    /// Goes to the next word of this line or those behind it; `false` at the end of the text.
    mutating func goToWordOfAnyLine() -> Bool {
        while !goToWord() {
            if !goToNextLine() { return false }
        }
        return true
    }

    mutating func skipWord() {
        place = DecimalParsing.tokenEnd(place)
    }

    /// The word here as a keyword, which it moves behind.
    mutating func keyword() -> Keyword {
        let start = place
        skipWord()
        return Keyword(UnsafeBufferPointer(start: start, count: place - start))
    }

    /// The number that is the word here, which it moves behind; nil where it is none.
    mutating func number<Number: TextNumber>(_: Number.Type) -> Number? {
        var value: Number = 0
        var text = place
        let isNumber = withUnsafeMutableBytes(of: &value) {
            DecimalParsing.number(&text, Number.scalarType, $0.baseAddress!)
        }
        guard isNumber else { return nil }
        place = text
        return value
    }

    /// The whole number that the word here begins with, up to its first `/`; moves behind the word. nil where it is none.
    mutating func integerBeforeSlash() -> Int? {
        var digits = place
        let isNegative = digits[0] == UInt8(ascii: "-")
        if isNegative || digits[0] == UInt8(ascii: "+") { digits += 1 }
        let first = digits
        var value = 0
        while digits - first < 18, (0x30...0x39).contains(digits[0]) {
            value = 10 * value + Int(digits[0] & 0xF)
            digits += 1
        }
        guard digits > first, digits[0] == UInt8(ascii: "/") || DecimalParsing.isSeparator(digits[0]) else {
            return nil
        }
        place = DecimalParsing.tokenEnd(digits)
        return isNegative ? -value : value
    }

    /// The word here as a message shows it.
    var shown: String {
        let length = min(40, DecimalParsing.tokenEnd(place) - place)
        return String(decoding: UnsafeBufferPointer(start: place, count: length), as: UTF8.self)
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
}

/// A number that text may hold.
protocol TextNumber: BinaryFloatingPoint, SendableMetatype {
    static var scalarType: ScalarType { get }
    static func column(_ numbers: [Self]) -> FieldValues
}

extension Float: TextNumber {
    static var scalarType: ScalarType { .float32 }
    static func column(_ numbers: [Float]) -> FieldValues { .float32(numbers) }
}

extension Double: TextNumber {
    static var scalarType: ScalarType { .float64 }
    static func column(_ numbers: [Double]) -> FieldValues { .float64(numbers) }
}

/// A word of up to eight letters, in capitals or not, in one number: a line is told by one comparison.
struct Keyword: Equatable {
    private let letters: UInt64

    init(_ word: StaticString) {
        self.init(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    /// Longer words are no keyword, and equal to none.
    init(_ word: UnsafeBufferPointer<UInt8>) {
        guard word.count <= 8 else {
            letters = 0
            return
        }
        letters = word.reduce(0) { letters, byte in
            letters << 8 | UInt64((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        }
    }
}
