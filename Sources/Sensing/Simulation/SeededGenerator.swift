import Glibc

/// SplitMix64 (Steele, Lea, Flood 2014): small, fast, and the same numbers everywhere for one seed.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The generator that always gives this seed's numbers.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension RandomNumberGenerator {
    /// A draw from the standard normal distribution (Marsaglia and Bray 1964, polar method, one of the pair).
    public mutating func normal() -> Double {
        while true {
            let u = Double.random(in: -1...1, using: &self)
            let v = Double.random(in: -1...1, using: &self)
            let s = u * u + v * v
            if s > 0 && s < 1 { return u * (-2 * log(s) / s).squareRoot() }
        }
    }
}
