import CKernels

/// Numbers as text, correctly rounded.
///
/// The common case is a mantissa of up to 19 digits and a small power of ten: gathered in an integer and scaled by one
/// multiplication or division. Where that could round wrongly, `std::from_chars` decides.
///
/// Every function reads from `text` on, moves it behind the number, and needs a byte that belongs to no number (a
/// separator) at the end of the text, with 8 readable bytes behind it. `false`: no number, or more follows it.
enum DecimalParsing {
    /// 10⁰…10²², the powers of ten that Float64 holds exactly.
    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// Blank, tab, the line ends, and the control characters that C's isspace names.
    @inline(__always)
    static func isSeparator(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    @inline(__always)
    static func float(_ text: inout UnsafePointer<UInt8>, _ value: inout Float) -> Bool {
        let start = text
        var scan = DecimalScan()
        if scan.run(&text), isSeparator(text.pointee), let exact = scan.float(powers) {
            value = exact
            return true
        }
        text = start
        return carefulFloat(&text, &value)
    }

    @inline(__always)
    static func double(_ text: inout UnsafePointer<UInt8>, _ value: inout Double) -> Bool {
        let start = text
        var scan = DecimalScan()
        if scan.run(&text), isSeparator(text.pointee), let exact = scan.double(powers) {
            value = exact
            return true
        }
        text = start
        return carefulDouble(&text, &value)
    }

    @inline(__always)
    static func integer<T: FixedWidthInteger>(_ text: inout UnsafePointer<UInt8>, _ value: inout T) -> Bool {
        let start = text
        let negative = text.pointee == UInt8(ascii: "-")
        if negative || text.pointee == UInt8(ascii: "+") { text += 1 }
        let digits = text
        var magnitude: UInt64 = 0
        while text.pointee &- 0x30 < 10 {
            magnitude = magnitude &* 10 &+ UInt64(text.pointee &- 0x30)
            text += 1
        }
        // 18 digits fit, and so do their negatives.
        if text > digits, text - digits <= 18, isSeparator(text.pointee) {
            let signed = negative ? -Int64(magnitude) : Int64(magnitude)
            guard let fitting = T(exactly: signed) else { return false }
            value = fitting
            return true
        }
        text = start
        return carefulInteger(&text, &value)
    }

    @inline(never)
    private static func carefulFloat(_ text: inout UnsafePointer<UInt8>, _ value: inout Float) -> Bool {
        let end = tokenEnd(text)
        defer { text = end }
        return ck_parse_float(text, end, &value) != 0
    }

    @inline(never)
    private static func carefulDouble(_ text: inout UnsafePointer<UInt8>, _ value: inout Double) -> Bool {
        let end = tokenEnd(text)
        defer { text = end }
        return ck_parse_double(text, end, &value) != 0
    }

    /// Integers of 19 and 20 digits, those written as `3.0` or `1e3`, and not-a-number, which is 0 as in PCL.
    @inline(never)
    private static func carefulInteger<T: FixedWidthInteger>(
        _ text: inout UnsafePointer<UInt8>, _ value: inout T
    ) -> Bool {
        let end = tokenEnd(text)
        defer { text = end }
        if let exact = T(String(decoding: UnsafeBufferPointer(start: text, count: end - text), as: UTF8.self)) {
            value = exact
            return true
        }
        var number = 0.0
        guard ck_parse_double(text, end, &number) != 0 else { return false }
        if number.isNaN { number = 0 }
        guard let exact = T(exactly: number) else { return false }
        value = exact
        return true
    }

    static func tokenEnd(_ text: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        var end = text
        while !isSeparator(end.pointee) { end += 1 }
        return end
    }
}

/// The parts of a decimal number.
struct DecimalScan {
    private var mantissa: UInt64 = 0
    private var exponent = 0
    private var isNegative = false

    /// `false` if it is no plain number or has more than 19 digits.
    @inline(__always)
    mutating func run(_ text: inout UnsafePointer<UInt8>) -> Bool {
        isNegative = text.pointee == UInt8(ascii: "-")
        if isNegative || text.pointee == UInt8(ascii: "+") { text += 1 }
        let start = text
        scanDigits(&text)
        var digits = text - start
        if text.pointee == UInt8(ascii: ".") {
            text += 1
            let fraction = text
            scanDigits(&text)
            exponent = fraction - text
            digits -= exponent
        }
        guard digits > 0 && digits <= 19 else { return false }
        if text.pointee | 0x20 == UInt8(ascii: "e") {
            text += 1
            let negative = text.pointee == UInt8(ascii: "-")
            if negative || text.pointee == UInt8(ascii: "+") { text += 1 }
            let start = text
            var power = 0
            while text.pointee &- 0x30 < 10 && text - start < 5 {
                power = power * 10 + Int(text.pointee &- 0x30)
                text += 1
            }
            guard text > start else { return false }
            exponent += negative ? -power : power
        }
        return true
    }

    @inline(__always)
    private mutating func scanDigits(_ text: inout UnsafePointer<UInt8>) {
        while text.pointee &- 0x30 < 10 {
            mantissa = mantissa &* 10 &+ UInt64(text.pointee &- 0x30)
            text += 1
        }
    }

    /// The value, if one rounding gives it (Clinger 1990): both the mantissa and the power of ten are exact.
    @inline(__always)
    func double(_ powers: [Double]) -> Double? {
        guard mantissa <= 1 << 53, exponent >= -22 && exponent <= 22 else { return nil }
        let magnitude = exponent < 0 ? Double(mantissa) / powers[-exponent] : Double(mantissa) * powers[exponent]
        return isNegative ? -magnitude : magnitude
    }

    /// The value, if rounding it to Float64 first can't change what it rounds to.
    ///
    /// The Float64 is off by at most 1.5 of its last places (one rounding of the mantissa, one of the product). It
    /// narrows to the right Float32 unless the midpoint of two Float32 lies that near: 29 low bits that are 2²⁸ ± 2.
    @inline(__always)
    func float(_ powers: [Double]) -> Float? {
        guard exponent >= -22 && exponent <= 22 else { return nil }
        let magnitude = exponent < 0 ? Double(mantissa) / powers[-exponent] : Double(mantissa) * powers[exponent]
        let low = magnitude.bitPattern & 0x1FFF_FFFF
        // Below 2⁻¹²⁶ (and for 0 with its sign, which is exact) Float32 has fewer bits, and the midpoints lie elsewhere.
        guard (low &- 0x0FFF_FFFD > 6 && magnitude >= 0x1p-126) || mantissa == 0 else { return nil }
        return Float(isNegative ? -magnitude : magnitude)
    }
}
