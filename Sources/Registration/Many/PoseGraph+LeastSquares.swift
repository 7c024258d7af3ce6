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
        var damping = 1e-6
        var error = cost(poses)
        for _ in 0..<iterations {
            var system = BlockEnvelope(lowest: lowest)
            for i in active {
                system.add(edges[i], at: poses, information: edges[i][keyPath: weighing] * weights[i], unknown)
            }
            var isAccepted = false
            var change = 0.0
            for _ in 0..<10 {
                guard let step = system.solution(damping: damping) else {
                    damping *= 10
                    continue
                }
                var moved = poses
                for (k, frame) in frames.enumerated() { moved[frame] = poses[frame].stepped(by: step[k]) }
                let now = cost(moved)
                if now <= error * (1 + 1e-12) {
                    change = error - now
                    (poses, error) = (moved, now)
                    damping = max(damping / 10, 1e-12)
                    isAccepted = true
                    break
                }
                damping *= 10
            }
            if !isAccepted || change <= 1e-12 * error || error < 1e-20 { break }
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

/// The normal equations of a pose graph: the lower triangle of a symmetric matrix, row by row from the first entry that
/// may not be zero. Cholesky's factor fills nothing outside (George and Liu, "Computer Solution of Large Sparse Positive
/// Definite Systems", 1981).
private struct BlockEnvelope {
    /// For each row the column of its first entry, and where that lies in ``entries``.
    private var first: [Int] = []
    private var start: [Int] = []
    private var entries: [Double]
    private var right: [Double]

    /// - Parameter lowest: for each frame the lowest frame that it shares an edge with, itself at most.
    init(lowest: [Int]) {
        var size = 0
        for (block, low) in lowest.enumerated() {
            for row in 6 * block..<6 * block + 6 {
                first.append(6 * low)
                start.append(size - 6 * low)
                size += row - 6 * low + 1
            }
        }
        entries = Array(repeating: 0, count: size)
        right = Array(repeating: 0, count: first.count)
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
                    let line = start[6 * a + row] + 6 * b
                    for column in 0..<(a == b ? row + 1 : 6) { entries[line + column] += block[row, column] }
                }
            }
        }
    }

    /// The step for each frame, where every diagonal entry is `1 + damping` times itself; nil where that isn't
    /// positive definite.
    func solution(damping: Double) -> [Twist]? {
        var l = entries
        var x = right
        let size = first.count
        for i in 0..<size {
            let (rowStart, rowFirst) = (start[i], first[i])
            for j in rowFirst...i {
                var sum = l[rowStart + j]
                if i == j { sum += damping * sum }
                let other = start[j]
                var k = max(rowFirst, first[j])
                while k < j {
                    sum -= l[rowStart + k] * l[other + k]
                    k += 1
                }
                if i == j {
                    guard sum > 0, sum.isFinite else { return nil }
                    l[rowStart + i] = sum.squareRoot()
                } else {
                    l[rowStart + j] = sum / l[other + j]
                }
            }
        }
        for i in 0..<size {
            for k in first[i]..<i { x[i] -= l[start[i] + k] * x[k] }
            x[i] /= l[start[i] + i]
        }
        for i in (0..<size).reversed() {
            x[i] /= l[start[i] + i]
            for k in first[i]..<i { x[k] -= l[start[i] + k] * x[i] }
        }
        return (0..<size / 6).map { block in
            var step = Twist.zero
            for row in 0..<6 { step[row] = x[6 * block + row] }
            return step
        }
    }
}
