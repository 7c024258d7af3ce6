/// Walks over the bytes of a pose's text: white space, punctuation, numbers, and where it stands for the messages.
public struct TextScanner: Sendable {
    let bytes: [UInt8]
    /// The offset in bytes of what comes next.
    public var position = 0

    /// Stands at the beginning of a text.
    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Stands at the beginning of a text in UTF-8.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next byte, `nil` at the end.
    public var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Skips white space, line ends included.
    public mutating func skipSpace() {
        while position < bytes.count, isSpace(bytes[position]) { position += 1 }
    }

    /// Skips white space and any of these marks.
    public mutating func skip(_ marks: StaticString) {
        while position < bytes.count, isSpace(bytes[position]) || marks.contains(bytes[position]) { position += 1 }
    }

    /// Takes this byte if it comes next after white space.
    public mutating func take(_ byte: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    /// Takes a word of ASCII letters, digits and underscores, in the case it stands in; empty if none comes next.
    public mutating func word() -> String {
        skipSpace()
        let start = position
        while position < bytes.count, isWord(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Takes the word before the mark and the mark itself; takes nothing when other things stand between.
    mutating func word(upTo mark: UInt8) -> String? {
        let start = position
        let word = word()
        guard !word.isEmpty, next == mark else {
            position = start
            return nil
        }
        position += 1
        return word
    }

    /// The number that comes next, rounded correctly: digits with a point, an exponent and a sign where they have one.
    ///
    /// Neither `nan`, `inf` nor hexadecimal is a number here, and a comma is never a decimal mark.
    public mutating func number() throws(PoseTextError) -> Double {
        skipSpace()
        let start = position
        guard let value = scanNumber() else {
            position = start
            throw PoseTextError(.expectedNumber(found: excerpt), at: start)
        }
        guard value.isFinite else { throw PoseTextError(.numberTooLarge, at: start) }
        if let byte = next, isWord(byte) || byte == UInt8(ascii: ".") {
            position = start
            throw PoseTextError(.expectedNumber(found: excerpt), at: start)
        }
        return value
    }

    /// All numbers from here to the end or to the first thing that is neither a number nor a separator.
    public mutating func numbers(separators: StaticString, limit: Int = 64) throws(PoseTextError) -> [Double] {
        var values: [Double] = []
        skip(separators)
        while let byte = next, startsNumber(byte) {
            guard values.count < limit else { throw PoseTextError(.tooManyNumbers(limit), at: position) }
            values.append(try number())
            skip(separators)
        }
        return values
    }

    func expectEnd() throws(PoseTextError) {
        var rest = self
        rest.skipSpace()
        if rest.next != nil { throw PoseTextError(.trailing(rest.excerpt), at: rest.position) }
    }

    /// The next few characters, for a message.
    var excerpt: String {
        let end = bytes[position...].prefix(16).prefix { $0 >= 0x20 && $0 != 0x7F }.endIndex
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }
}

extension TextScanner {
    /// Up to 19 digits gathered in an integer; where they fit 53 bits and the power of ten is exact, one division or
    /// product rounds correctly (Clinger 1990). All else goes through the standard library.
    private mutating func scanNumber() -> Double? {
        let start = position
        let negative = next == UInt8(ascii: "-")
        if negative || next == UInt8(ascii: "+") { position += 1 }
        var mantissa: UInt64 = 0
        var digits = 0
        var significant = 0
        var exponent = 0
        var seenPoint = false
        // An index of its own stays in a register.
        var index = position
        while index < bytes.count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            if digit < 10 {
                digits += 1
                if significant > 0 || digit > 0 { significant += 1 }
                if significant <= 19 { mantissa = mantissa &* 10 &+ UInt64(digit) }
                if seenPoint { exponent -= 1 }
            } else if bytes[index] == UInt8(ascii: "."), !seenPoint {
                seenPoint = true
            } else {
                break
            }
            index += 1
        }
        position = index
        guard digits > 0 else { return nil }
        exponent += scanExponent()
        if significant <= 19, mantissa <= 1 << 53, abs(exponent) <= 22 {
            let power = powersOfTen[abs(exponent)]
            let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
            return negative ? -value : value
        }
        return Double(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    /// Takes `e12`, `E-3`; takes nothing where no digit follows. Large exponents are cut, for the slow path knows them.
    private mutating func scanExponent() -> Int {
        guard let mark = next, mark | 0x20 == UInt8(ascii: "e") else { return 0 }
        let start = position
        position += 1
        let negative = next == UInt8(ascii: "-")
        if negative || next == UInt8(ascii: "+") { position += 1 }
        guard let first = next, isDigit(first) else {
            position = start
            return 0
        }
        var exponent = 0
        while let byte = next, isDigit(byte) {
            exponent = min(exponent * 10 + Int(byte - UInt8(ascii: "0")), 100_000)
            position += 1
        }
        return negative ? -exponent : exponent
    }
}

private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]

func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "_")
}

private func startsNumber(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
}

extension StaticString {
    func contains(_ byte: UInt8) -> Bool {
        withUTF8Buffer { $0.contains(byte) }
    }
}
