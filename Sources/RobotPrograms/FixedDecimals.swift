/// A number with so many decimals: no exponent, never a negative zero.
///
/// - Precondition: |number| · 10^decimals is below 2⁶³; ``RobotProgram`` keeps poses within 100 m.
func fixed(_ number: Double, _ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(number) * scale).rounded(.toNearestOrEven)
    let whole = UInt64(scaled)
    var digits = String(whole)
    if digits.utf8.count <= decimals {
        digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
    }
    if decimals > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals)) }
    return number < 0 && whole > 0 ? "-" + digits : digits
}

/// The same without the zeros at its end: 250, 12.5.
func shortest(_ number: Double, _ decimals: Int) -> String {
    var digits = Substring(fixed(number, decimals))
    guard digits.contains(".") else { return String(digits) }
    while digits.hasSuffix("0") { digits.removeLast() }
    if digits.hasSuffix(".") { digits.removeLast() }
    return String(digits)
}
