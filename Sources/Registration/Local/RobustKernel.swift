import Glibc

/// How much a pair counts, by the size of its error: large errors are outliers more often than information.
///
/// `scale` is in metres: the error at which a kernel begins to turn away from the square.
public enum RobustKernel: Equatable, Sendable {
    /// Least squares.
    case none
    /// Square up to `scale`, linear beyond (Huber 1964).
    case huber(scale: Double)
    /// `scale²/2 · log(1 + e²/scale²)`.
    case cauchy(scale: Double)
    /// Nothing beyond `scale` counts (Beaton and Tukey 1974).
    case tukey(scale: Double)

    /// The factor `w` by which a pair of squared error `e²` enters the normal equations: `ρ'(e)/e`.
    @inline(__always)
    func weight(_ squaredError: Double) -> Double {
        switch self {
        case .none:
            return 1
        case .huber(let scale):
            return squaredError <= scale * scale ? 1 : scale / squaredError.squareRoot()
        case .cauchy(let scale):
            return 1 / (1 + squaredError / (scale * scale))
        case .tukey(let scale):
            let rest = 1 - squaredError / (scale * scale)
            return rest > 0 ? rest * rest : 0
        }
    }

    /// `2 ρ(e)`: what is minimised, `e²` without a kernel.
    @inline(__always)
    func loss(_ squaredError: Double) -> Double {
        switch self {
        case .none:
            return squaredError
        case .huber(let scale):
            return squaredError <= scale * scale ? squaredError : 2 * scale * squaredError.squareRoot() - scale * scale
        case .cauchy(let scale):
            return scale * scale * log(1 + squaredError / (scale * scale))
        case .tukey(let scale):
            let rest = max(0, 1 - squaredError / (scale * scale))
            return scale * scale / 3 * (1 - rest * rest * rest)
        }
    }
}
