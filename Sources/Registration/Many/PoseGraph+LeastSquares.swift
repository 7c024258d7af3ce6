import LinearAlgebra

extension PoseGraph {
    /// The poses of least weighted squared error, from `start`: Levenberg–Marquardt on SE(3), each pose moved by
    /// `X ← X exp(δ)`. The first of the frames that edges of any weight join stays where it is.
    ///
    /// With `e = log(X_t⁻¹ X_s Z⁻¹)`: `∂e/∂δ_s = J_r⁻¹(e) Ad(Z)` and `∂e/∂δ_t = −J_l⁻¹(e)`, the inverse Jacobians of
    /// the exponential to second order, `1 ± ½ ad e + (ad e)²/12`: the error goes to zero where they are exact.
    ///
    /// - Complexity: an iteration solves 6 equations a frame by Cholesky's method within their envelope: O(*n*³) for *n*
    ///   frames that are all joined, O(*n* *b*²) where edges join numbers at most *b* apart.
    func settled(
        from start: [RigidTransform], weights: [Double], _ weighing: KeyPath<Edge, Matrix6>, iterations: Int
    ) -> [RigidTransform] {
        var poses = start
        let active = edges.indices.filter { weights[$0] > 0 }
        guard !active.isEmpty else { return poses }
        func cost(_ poses: [RigidTransform]) -> Double {
            active.reduce(0) { $0 + weights[$1] * edges[$1].squaredError(poses, weighing) }
        }
        var unknown = [Int](repeating: -1, count: count)
        var frames: [Int] = []
        for (frame, first) in components({ weights[$0] > 0 }).enumerated() where frame != first {
            unknown[frame] = frames.count
            frames.append(frame)
        }
        guard !frames.isEmpty else { return poses }
        var lowest = Array(frames.indices)
        for i in active {
            let (a, b) = (unknown[edges[i].source], unknown[edges[i].target])
            if a >= 0 && b >= 0 { lowest[max(a, b)] = min(lowest[max(a, b)], min(a, b)) }
        }
        var descent = LevenbergMarquardt(trials: 10)
        var error = cost(poses)
        for _ in 0..<iterations {
            var system = GraphEquations(lowest: lowest)
            for i in active {
                system.add(edges[i], at: poses, information: edges[i][keyPath: weighing] * weights[i], unknown)
            }
            let outcome = descent.step(error: error) { damping in
                system.solution(damping: damping)
            } move: { step in
                var moved = poses
                for (k, frame) in frames.enumerated() { moved[frame] = poses[frame].stepped(by: step[k]) }
                return moved
            } errorOf: { moved in
                cost(moved)
            }
            guard let accepted = outcome.accepted else { break }
            let change = error - accepted.error
            (poses, error) = accepted
            if change <= 1e-12 * error || error < 1e-20 { break }
        }
        return poses
    }
}

extension RigidTransform {
    /// `X exp(δ)`, with a rotation that is orthonormal to rounding.
    fileprivate func stepped(by step: Twist) -> RigidTransform {
        let moved = self * RigidTransform(exponential: step)
        return RigidTransform(
            rotation: Quaternion(rotation: moved.rotation).normalized.rotation, translation: moved.translation)
    }
}

/// The normal equations of a pose graph: six rows a frame, from those of the lowest frame that it shares an edge with.
private struct GraphEquations {
    private var matrix: EnvelopeTriangle
    private var right: [Double]

    /// - Parameter lowest: for each frame the lowest frame that it shares an edge with, itself at most.
    init(lowest: [Int]) {
        matrix = EnvelopeTriangle(firstColumns: lowest.flatMap { Array(repeating: 6 * $0, count: 6) })
        right = Array(repeating: 0, count: 6 * lowest.count)
    }

    mutating func add(_ edge: PoseGraph.Edge, at poses: [RigidTransform], information: Matrix6, _ unknown: [Int]) {
        let e = edge.error(poses)
        let bracket = e.bracket
        let (half, twelfth) = (bracket * 0.5, bracket * bracket * (1.0 / 12))
        let ofSource = (Matrix6.identity + half + twelfth) * edge.targetFromSource.adjoint
        let ofTarget = (Matrix6.identity + half * -1 + twelfth) * -1
        let (s, t) = (unknown[edge.source], unknown[edge.target])
        let sides = [(s, ofSource), (t, ofTarget)].filter { $0.0 >= 0 }
        for (a, jacobian) in sides {
            let weighted = jacobian.transposed * information
            let gradient = weighted * e
            for row in 0..<6 { right[6 * a + row] -= gradient[row] }
            for (b, other) in sides where b <= a {
                let block = weighted * other
                for row in 0..<6 {
                    for column in 0..<(a == b ? row + 1 : 6) {
                        matrix[6 * a + row, 6 * b + column] += block[row, column]
                    }
                }
            }
        }
    }

    /// The step for each frame, where every diagonal entry is `1 + damping` times itself; nil where that isn't
    /// positive definite.
    func solution(damping: Double) -> [Twist]? {
        var damped = matrix
        for i in right.indices { damped[i, i] += damping * matrix[i, i] }
        guard let x = Cholesky(damped, tolerance: 0)?.solve(right) else { return nil }
        return (0..<right.count / 6).map { frame in
            var step = Twist.zero
            for row in 0..<6 { step[row] = x[6 * frame + row] }
            return step
        }
    }
}
