extension Double {
    /// With so many decimals, whatever the locale: 0.500. Numbers too long for that as they are.
    func fixed(_ decimals: Int) -> String {
        let scale = Self.powerOfTen(decimals)
        guard isFinite, abs(self) * scale < 9e15 else { return "\(self)" }
        let units = Int((self * scale).rounded())
        let text = String(units.magnitude)
        let filled = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
        let point = decimals > 0 ? "." : ""
        return (units < 0 ? "-" : "") + filled.dropLast(decimals) + point + filled.suffix(decimals)
    }

    /// With at most so many decimals: 0.5. There is no negative zero.
    func rounded(to decimals: Int) -> Double {
        let scale = Self.powerOfTen(decimals)
        return (self * scale).rounded() / scale + 0
    }

    private static func powerOfTen(_ exponent: Int) -> Double {
        (0..<exponent).reduce(1.0) { power, _ in power * 10 }
    }
}

extension String {
    /// At the right of a column so wide; a longer text takes its own room.
    func padded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
