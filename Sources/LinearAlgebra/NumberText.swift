/// Numbers, lengths, angles and shares as tables, messages and controllers have them, whatever the locale: worded here
/// and nowhere else. They stand beside ``LengthUnit``, in the module that every other one uses already.
///
/// Our own, for the digits are part of what is published: libraries for text tables size a column by its widest cell
/// and draw frames, where our columns keep their places from run to run. A number with six decimals takes 0.4 µs, by
/// Foundation's `String(format:)` 2.6 µs, which the locale has a say in besides.
extension Double {
    /// With so many decimals: 0.500. No exponent, no negative zero; numbers too long for that as they are.
    package func fixed(_ decimals: Int) -> String {
        let scale = Self.powerOfTen(decimals)
        guard isFinite, abs(self) * scale < 9e15 else { return "\(self)" }
        let units = Int((self * scale).rounded(.toNearestOrEven))
        let text = String(units.magnitude)
        let filled = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
        let point = decimals > 0 ? "." : ""
        return (units < 0 ? "-" : "") + filled.dropLast(decimals) + point + filled.suffix(decimals)
    }

    /// The same without the zeros at its end: 250, 12.5.
    package func shortest(_ decimals: Int) -> String {
        var digits = Substring(fixed(decimals))
        guard digits.contains(".") else { return String(digits) }
        while digits.hasSuffix("0") { digits.removeLast() }
        if digits.hasSuffix(".") { digits.removeLast() }
        return String(digits)
    }

    /// With at most so many decimals: 0.5. There is no negative zero.
    package func rounded(to decimals: Int) -> Double {
        let scale = Self.powerOfTen(decimals)
        return (self * scale).rounded() / scale + 0
    }

    /// A length in metres in whole millimetres: 12 mm.
    package var asMillimeters: String { "\(Int((self * 1000).rounded())) mm" }

    /// A length in metres with at most so many decimals of a millimetre: 12.0 mm.
    package func asMillimeters(decimals: Int) -> String { "\((self * 1000).rounded(to: decimals)) mm" }

    /// A share in whole percent: 12 %.
    package var asPercent: String { "\(Int((self * 100).rounded())) %" }

    /// An angle in radians in whole degrees: 12°.
    package var asDegrees: String { "\(Int(inDegrees.rounded()))°" }

    /// An angle in radians in degrees.
    @inlinable package var inDegrees: Double { self * (180 / .pi) }

    /// A length in metres as millimetres with so many decimals, without the unit: 12.50.
    package func millimeters(fixed decimals: Int) -> String { (self * 1000).fixed(decimals) }

    /// A length in metres as millimetres with at most so many decimals, without the unit: 12.5.
    package func millimeters(rounded decimals: Int) -> String { "\((self * 1000).rounded(to: decimals))" }

    /// A length in metres as millimetres without the zeros at its end, without the unit: 12.5.
    package func millimeters(shortest decimals: Int) -> String { (self * 1000).shortest(decimals) }

    /// An angle in radians as degrees with so many decimals, without the unit.
    package func degrees(fixed decimals: Int) -> String { inDegrees.fixed(decimals) }

    /// An angle in radians as degrees with at most so many decimals, without the unit.
    package func degrees(rounded decimals: Int) -> String { "\(inDegrees.rounded(to: decimals))" }

    private static func powerOfTen(_ exponent: Int) -> Double {
        (0..<exponent).reduce(1.0) { power, _ in power * 10 }
    }
}

extension String {
    /// At the right of a column so wide; a longer text takes its own room.
    package func padded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
