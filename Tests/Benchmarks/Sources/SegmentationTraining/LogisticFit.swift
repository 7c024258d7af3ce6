import Glibc
import LinearAlgebra

@testable import Segmentation

/// A border between two patches of known objects.
struct Example {
    var evidence: [Double]
    var isOne: Bool
    var importance: Double
}

extension JoinWeights {
    /// The weights of largest posterior: logistic regression about a prior of what the evidence must mean, by Newton's
    /// method.
    ///
    /// - Parameter regularity: the inverse variance of the prior, against examples of mean importance 1.
    static func fitted(to examples: [Example], prior: JoinWeights, regularity: Double = 10) -> JoinWeights {
        let mean = examples.reduce(0) { $0 + $1.importance } / Double(max(1, examples.count))
        let center = prior.weights + [prior.bias]
        var theta = center
        for _ in 0..<40 {
            var gradient = zip(theta, center).map { regularity * ($0 - $1) }
            var hessian = EnvelopeTriangle(size: theta.count)
            for i in theta.indices { hessian[i, i] = regularity }
            for example in examples {
                let x = example.evidence + [1]
                let odds = zip(theta, x).reduce(0) { $0 + $1.0 * $1.1 }
                let p = 1 / (1 + exp(-odds))
                let weight = example.importance / mean
                for i in x.indices {
                    gradient[i] += weight * (p - (example.isOne ? 1 : 0)) * x[i]
                    for j in 0...i { hessian[i, j] += weight * p * (1 - p) * x[i] * x[j] }
                }
            }
            // The prior's inverse variance on the diagonal makes it positive definite.
            let step = Cholesky(hessian, tolerance: 0)!.solve(gradient)
            for i in theta.indices { theta[i] -= step[i] }
        }
        return JoinWeights(bias: theta[theta.count - 1], weights: Array(theta.dropLast()))
    }
}
