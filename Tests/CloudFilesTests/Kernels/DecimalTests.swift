import CKernels
import Glibc
import TestSupport
import Testing

@testable import CloudFiles
@testable import PointClouds

/// Numbers to text and back, against the C library and Swift's own printing.
@Suite struct DecimalTests {
    /// A million of each by PICKPOSE_TESTS=long.
    static let count = TestEffort.isLong ? 1_000_000 : 100_000

    @Test func floatsAreRoundedAsTheCLibraryDoes() {
        var random = SeededGenerator(seed: 1)
        expect(NumberTexts.floats(Self.count, &random), .float32, UInt32.self) { strtof($0, nil).bitPattern }
    }

    @Test func doublesAreRoundedAsTheCLibraryDoes() {
        var random = SeededGenerator(seed: 2)
        expect(NumberTexts.doubles(Self.count, &random), .float64, UInt64.self) { strtod($0, nil).bitPattern }
    }

    /// Reads `texts` as a column, by the kernel for this processor and by that for any, and compares bit by bit.
    private func expect<Bits: FixedWidthInteger>(
        _ texts: [String], _ type: ScalarType, _: Bits.Type, _ oracle: (String) -> Bits
    ) {
        let rows = texts.joined(separator: "\n") + "\n" + String(repeating: " ", count: DecimalParsing.padding)
        for kernel in [ck_read_rows, ck_read_rows_baseline] {
            var bits = [Bits](repeating: 0, count: texts.count)
            let (read, end) = bits.withUnsafeMutableBytes { bits in
                let slot = ck_text_slot(
                    values: bits.baseAddress?.assumingMemoryBound(to: UInt8.self), stride: type.size,
                    type: type.kernelType)
                return Array(rows.utf8).withUnsafeBufferPointer { text in
                    var place = text.baseAddress
                    let read = withUnsafePointer(to: slot) {
                        kernel(&place, UInt8(ascii: "\n"), $0, 1, 0, texts.count)
                    }
                    return (read, (place ?? text.baseAddress!) - text.baseAddress!)
                }
            }
            #expect(read == texts.count && end == rows.utf8.count - DecimalParsing.padding)
            let wrong = texts.indices.first { bits[$0] != oracle(texts[$0]) }
            if let wrong { Issue.record("'\(texts[wrong])' was read as the bits \(bits[wrong])") }
        }
    }

    @Test(arguments: [
        "", "-", "+", ".", "-.", "e5", "1e", "1e+", "1.2.3", "1-2", "--1", "+-1", "1,5", "0x10", "1_0", "nano", "1f",
        "٣",
        "12345678901234567z", "1234567.1234567.", "\u{0}", "1\u{0}2", "1\u{1F}2",
    ])
    func whatIsNoNumberIsRefused(text: String) {
        for type in [ScalarType.float32, .float64, .int32, .uint8] { #expect(number(text, type) == nil) }
    }

    @Test func wholeNumbersFitTheirTypeOrAreRefused() {
        for (text, type, expected) in [
            ("127", ScalarType.int8, 127.0 as Double?), ("128", .int8, nil), ("-128", .int8, -128),
            ("-129", .int8, nil),
            ("255", .uint8, 255), ("256", .uint8, nil), ("-1", .uint8, nil), ("-0", .uint8, 0), ("+7", .uint8, 7),
            ("0003", .uint8, 3), ("3.0", .int32, 3), ("3.5", .int32, nil), ("1e3", .int32, 1000), ("nan", .int32, 0),
            ("inf", .int32, nil), ("4294967295", .uint32, 4_294_967_295), ("4294967296", .uint32, nil),
            ("-1", .uint64, nil), ("9223372036854775808", .int64, nil), ("18446744073709551616", .uint64, nil),
            ("1e19", .int64, nil),
        ] {
            #expect(number(text, type) == expected, "\(text) as \(type)")
        }
        #expect(bits("-9223372036854775808", .int64) == 1 << 63)
        #expect(bits("18446744073709551615", .uint64) == .max)
        #expect(bits("9223372036854775807", .int64) == UInt64(Int64.max))
    }

    @Test func writtenNumbersAreTheShortestThatReadBack() {
        var random = SeededGenerator(seed: 3)
        var floats: [Float] = [0, -0.0, 1, -1, 0.1, 1e5, 1e6, 16_777_216, 16_777_218, 3.4028235e38, -.infinity]
        floats.append(.leastNonzeroMagnitude)
        for exponent in -149...127 { floats.append(exp2(Float(exponent))) }
        while floats.count < Self.count {
            floats.append(Float(bitPattern: UInt32.random(in: 0...(.max), using: &random)))
            floats.append(Float(Int.random(in: -99999...99999, using: &random)) / 1000)
        }
        let (fast, baseline) = (lines(of: floats, ck_write_rows), lines(of: floats, ck_write_rows_baseline))
        #expect(fast == baseline)
        for (value, text) in zip(floats, fast.split(separator: "\n")) where !value.isNaN {
            guard strtof(String(text), nil).bitPattern == value.bitPattern else {
                Issue.record("\(value) was written as '\(text)'")
                return
            }
            // Large whole numbers keep digits that reading doesn't need, as they would with std::to_chars.
            guard abs(value) < 0x1p24 || text.contains("e") else { continue }
            guard digits(of: text) == digits(of: value.description[...]) else {
                Issue.record("\(value) was written with other digits as '\(text)'")
                return
            }
        }
        #expect(lines(of: [.nan, -.nan, .signalingNaN], ck_write_rows) == "nan\nnan\nnan\n")
        #expect(
            lines(of: [0, -0.0, 0.5, -123.456, 0.001, 1e-3, 1.5e-7, 100, 1e5, 123_456_792], ck_write_rows)
                == "0\n-0\n0.5\n-123.456\n0.001\n0.001\n1.5e-07\n100\n1e+05\n123456792\n")
    }

    private typealias Writer = (
        UnsafeMutablePointer<UInt8>?, UnsafePointer<ck_text_slot>?, Int, Int, Int
    ) -> UnsafeMutablePointer<UInt8>?

    private func lines(of floats: [Float], _ kernel: Writer) -> String {
        var floats = floats
        let count = floats.count
        let bytes = floats.withUnsafeMutableBytes { values in
            let slot = ck_text_slot(
                values: values.baseAddress?.assumingMemoryBound(to: UInt8.self), stride: 4, type: ck_float32)
            return [UInt8](unsafeUninitializedCapacity: count * (NumberFormatting.longest + 1)) { text, length in
                let end = withUnsafePointer(to: slot) { kernel(text.baseAddress, $0, 1, 0, count) }
                length = end.map { $0 - text.baseAddress! } ?? 0
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The digits that count, without the zeros at either end.
    private func digits(of text: Substring) -> Substring {
        let mantissa = text.prefix { $0 != "e" }.filter(\.isNumber)
        var digits = mantissa.drop { $0 == "0" }
        while digits.last == "0" { digits.removeLast() }
        return Substring(digits)
    }

    private func bits(_ text: String, _ type: ScalarType) -> UInt64? {
        var value: UInt64 = 0
        let bytes = Array(text.utf8) + [UInt8](repeating: 0x20, count: DecimalParsing.padding + 1)
        let isRead = bytes.withUnsafeBufferPointer { bytes in
            var place = bytes.baseAddress!
            return DecimalParsing.number(&place, type, &value) && place == bytes.baseAddress! + text.utf8.count
        }
        return isRead ? value : nil
    }

    private func number(_ text: String, _ type: ScalarType) -> Double? {
        bits(text, type).map { bits in
            switch type {
            case .int8: Double(Int8(truncatingIfNeeded: bits))
            case .int32: Double(Int32(truncatingIfNeeded: bits))
            case .int64: Double(Int64(bitPattern: bits))
            case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
            case .float64: Double(bitPattern: bits)
            default: Double(bits)
            }
        }
    }
}

/// Texts of numbers that are hard to round, beside those that files hold.
private enum NumberTexts {
    static func floats(_ count: Int, _ random: inout SeededGenerator) -> [String] {
        var texts: [String] = []
        while texts.count < count {
            let value = Float(bitPattern: UInt32.random(in: 0..<0x7F80_0000, using: &random))
            texts.append(value.description)
            // Midpoints between two Float32, as they are and with a trace more or less.
            let midpoint = (Double(value) + Double(value.nextUp)) / 2
            let plain = Double.random(in: -1000...1000, using: &random)
            texts += midpoint.isFinite ? around(String(format: "%.*e", 60, midpoint)) : []
            texts.append(String(format: "%.*f", Int.random(in: 0...12, using: &random), plain))
            texts.append(String(format: "%.*f", Int.random(in: 5...20, using: &random), plain / 1e3))
            texts.append(digits(&random))
        }
        return texts
    }

    static func doubles(_ count: Int, _ random: inout SeededGenerator) -> [String] {
        var texts: [String] = []
        while texts.count < count {
            let value = Double(bitPattern: UInt64.random(in: 0..<0x7FF0_0000_0000_0000, using: &random))
            let plain = Double.random(in: -1e6...1e6, using: &random)
            texts += [value.description] + around(String(format: "%.*e", 16, value))
            texts.append(String(format: "%.*f", Int.random(in: 0...15, using: &random), plain))
            texts.append(digits(&random))
        }
        return texts
    }

    /// The number itself, and one digit more behind it.
    private static func around(_ text: String) -> [String] {
        guard let e = text.firstIndex(of: "e") else { return [text] }
        return [text, text[..<e] + "1" + text[e...], text[..<e].dropLast() + "1" + text[e...]]
    }

    private static func digits(_ random: inout SeededGenerator) -> String {
        let length = Int.random(in: 1...25, using: &random)
        var text = ["", "-", "+"].randomElement(using: &random)!
        let point = Int.random(in: 0...30, using: &random)
        for place in 0..<length { text += (place == point ? "." : "") + String(Int.random(in: 0...9, using: &random)) }
        return Bool.random(using: &random) ? text : text + "e" + String(Int.random(in: -60...40, using: &random))
    }
}

/// Foundation's, without Foundation.
extension String {
    fileprivate init(format: String, _ digits: Int, _ value: Double) {
        var buffer = [CChar](repeating: 0, count: 512)
        let length = withVaList([Int32(digits), value]) { vsnprintf(&buffer, 512, format, $0) }
        self = String(decoding: buffer[..<Int(length)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
