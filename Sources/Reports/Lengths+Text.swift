import RobotCell

/// Lengths and angles as tables and messages show them: the one place that turns metres and radians into what people
/// read.
extension Double {
    /// A length in metres as millimetres with so many decimals: `12.50` for two.
    package func millimeters(fixed decimals: Int) -> String { (self * 1000).fixed(decimals) }

    /// A length in metres as millimetres with at most so many decimals: `12.5`.
    package func millimeters(rounded decimals: Int) -> String { "\((self * 1000).rounded(to: decimals))" }

    /// An angle in radians as degrees with so many decimals.
    package func degrees(fixed decimals: Int) -> String { (self * 180 / .pi).fixed(decimals) }

    /// An angle in radians as degrees with at most so many decimals.
    package func degrees(rounded decimals: Int) -> String { "\((self * 180 / .pi).rounded(to: decimals))" }
}
