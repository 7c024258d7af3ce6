import Glibc
import LinearAlgebra

extension Quaternion {
    /// The `index`-th of `count` rotations spread evenly over all: the super-Fibonacci spiral (Alexa 2022,
    /// *Super-Fibonacci Spirals*).
    init(spiral index: Int, of count: Int) {
        // The positive solution of ψ⁴ = ψ + 4.
        let psi = 1.533_751_168_755_204_3
        let s = Double(index) + 0.5
        let (t, d) = (s / Double(count), 2 * Double.pi * s)
        let (r, q) = (t.squareRoot(), (1 - t).squareRoot())
        let (alpha, beta) = (d / 2.0.squareRoot(), d / psi)
        self.init(x: r * sin(alpha), y: r * cos(alpha), z: q * sin(beta), w: q * cos(beta))
    }
}
