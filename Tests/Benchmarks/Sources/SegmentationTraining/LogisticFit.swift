import Glibc

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
            var hessian = theta.indices.map { row in theta.indices.map { $0 == row ? regularity : 0.0 } }
            for example in examples {
                let x = example.evidence + [1]
                let odds = zip(theta, x).reduce(0) { $0 + $1.0 * $1.1 }
                let p = 1 / (1 + exp(-odds))
                let weight = example.importance / mean
                for i in x.indices {
                    gradient[i] += weight * (p - (example.isOne ? 1 : 0)) * x[i]
                    for j in 0...i { hessian[i][j] += weight * p * (1 - p) * x[i] * x[j] }
                }
            }
            let step = solution(of: hessian, gradient)
            for i in theta.indices { theta[i] -= step[i] }
        }
        return JoinWeights(bias: theta[theta.count - 1], weights: Array(theta.dropLast()))
    }

    /// Cholesky's decomposition of a positive definite matrix, of which the lower triangle is given.
    private static func solution(of matrix: [[Double]], _ right: [Double]) -> [Double] {
        var l = matrix
        var x = right
        for j in x.indices {
            for k in 0..<j { l[j][j] -= l[j][k] * l[j][k] }
            l[j][j] = l[j][j].squareRoot()
            for i in x.indices.dropFirst(j + 1) {
                for k in 0..<j { l[i][j] -= l[i][k] * l[j][k] }
                l[i][j] /= l[j][j]
            }
        }
        for i in x.indices {
            for k in 0..<i { x[i] -= l[i][k] * x[k] }
            x[i] /= l[i][i]
        }
        for i in x.indices.reversed() {
            for k in x.indices.dropFirst(i + 1) { x[i] -= l[k][i] * x[k] }
            x[i] /= l[i][i]
        }
        return x
    }
}
