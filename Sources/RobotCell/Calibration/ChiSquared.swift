import Glibc

/// Quantiles of the squared length of normal errors.
enum ChiSquared {
    /// The squared distance that a normal error of three or six dimensions exceeds with this probability.
    ///
    /// The tails are `erfc(√(x/2)) + √(2x/π) e^(−x/2)` and `e^(−x/2) (1 + x/2 + x²/8)`.
    static func limit(exceededBy probability: Double, dimensions: Int) -> Double {
        func tail(_ x: Double) -> Double {
            dimensions == 3
                ? erfc((x / 2).squareRoot()) + (2 * x / .pi).squareRoot() * exp(-x / 2)
                : exp(-x / 2) * (1 + x / 2 + x * x / 8)
        }
        var (low, high) = (0.0, 200.0)
        for _ in 0..<60 {
            let x = (low + high) / 2
            if tail(x) > probability { low = x } else { high = x }
        }
        return high
    }

    /// The factor by which such a quantile grows where the variance behind it is estimated itself, from ν degrees of
    /// freedom: that of F, to first order in 1/ν.
    static func widening(_ quantile: Double, dimensions: Int, inverseFreedom: Double) -> Double {
        1 + (quantile - Double(dimensions - 2)) / 2 * inverseFreedom
    }
}
