public import LinearAlgebra
import Parallel

extension PoseGraph {
    /// The poses that most measurements support, and what became of each measurement.
    public struct Solution: Sendable {
        /// For each frame its pose in the frame ``first`` names.
        public var poses: [RigidTransform]
        /// For each frame the first frame of those that kept edges join it to.
        public var first: [Int]
        /// For each edge how much it counts in the poses, 0…1: less the further it is off, by its covariance.
        public var weights: [Double]
        /// For each edge what became of it.
        public var outcomes: [Outcome]
        /// For each edge its squared error in standard deviations: χ² of six degrees of freedom where all is well.
        public var squaredErrors: [Double]
    }

    /// What became of a measurement.
    public enum Outcome: Equatable, Sendable {
        case kept
        /// Left out: it contradicts the rest, and if it were right, more measurements would have to be wrong.
        case outvoted
        /// Left out, though it is supported as well as the edges `against`, one of which is wrong if it is right.
        case undecided(against: [Int])
    }

    /// How far the iterations go. Each ends by itself, mostly after a few rounds; these only bound it.
    private enum Limits {
        /// Levenberg–Marquardt steps of a least-squares problem.
        static let steps = 30
        /// Rounds of dropping edges that don't fit and taking in those that do.
        static let consistencyRounds = 10
        /// Rounds of weighting edges by their errors, and the change of a weight that ends them.
        static let weightingRounds = 100
        static let weightChange = 1e-6
    }

    /// How the cost is turned from a convex one into truncated least squares.
    private enum Graduation {
        /// By which the control parameter grows from round to round, as in the paper.
        static let growth = 1.4
        /// Steps in a round, of which each only has to follow the last.
        static let steps = 3
        /// From here on a weight is 0 or 1 but for errors within 1 % of the limit.
        static let end = 100.0
        static let rounds = 200
    }

    /// Degrees of freedom of the distribution of right measurements' errors, see ``mostLikely(from:_:)``.
    private static let studentFreedom = 4.0

    /// χ² of six degrees of freedom that one right measurement in a thousand exceeds: larger errors are wrong
    /// measurements, and count no more than this.
    static let largestSquaredError = 22.46

    /// The poses that leave out the fewest measurements.
    ///
    /// Truncated least squares by graduated non-convexity (Yang, Antonante, Tzoumas and Carlone 2020, "Graduated
    /// Non-Convexity for Robust Spatial Perception", IEEE RA-L 5(2)) from a spanning tree of the edges that triangles
    /// confirm. Then each edge that was left out is put to the vote against the smallest number of kept ones that would
    /// have to go for it, the minimum cut between its ends: the majority stays. Of one against one, that with twice the
    /// evidence stays; otherwise nothing tells which is wrong, and the edge is ``Outcome/undecided(against:)``.
    ///
    /// - Complexity: some hundred least-squares problems, each O(*n*³) for *n* frames that are all joined: meant for up
    ///   to two hundred frames, more where edges join near numbers only.
    public func optimized() -> Solution {
        let start = posesAlong(confirmedTree())
        var (poses, isKept) = graduated(from: start)
        // A vote that an edge wins brings it in and changes the others' chances; each leaves more edges in than before.
        var decided: [Int: Outcome] = [:]
        votes: while true {
            decided = [:]
            for edge in edges.indices where !isKept[edge] {
                let vote = PoseGraphVote(on: edge, in: self, poses, isKept)
                if vote.isWon, let better = improved(by: vote, poses, isKept) {
                    (poses, isKept) = better
                    continue votes
                }
                decided[edge] = vote.isDecided ? .outvoted : .undecided(against: vote.opponents)
            }
            break
        }
        let weights: [Double]
        (poses, weights) = mostLikely(from: poses, isKept)
        let first = components { isKept[$0] }
        let roots = first.map { poses[$0].inverse }
        return Solution(
            poses: poses.indices.map { first[$0] == $0 ? .identity : roots[$0] * poses[$0] }, first: first,
            weights: weights, outcomes: edges.indices.map { isKept[$0] ? .kept : decided[$0]! },
            squaredErrors: edges.map { $0.squaredError(poses, \.strictness) })
    }

    /// Poses and the edges that they fit, as weights loosen from all alike to kept or not.
    private func graduated(from start: [RigidTransform]) -> (poses: [RigidTransform], isKept: [Bool]) {
        let limit = Self.largestSquaredError
        var weights = [Double](repeating: 1, count: edges.count)
        var poses = settled(from: start, weights: weights, \.strictness, iterations: Limits.steps)
        var errors = edges.map { $0.squaredError(poses, \.strictness) }
        let largest = errors.max() ?? 0
        if largest > limit {
            var mu = limit / (2 * largest - limit)
            for _ in 0..<Graduation.rounds {
                let (low, high) = (mu / (mu + 1) * limit, (mu + 1) / mu * limit)
                weights = errors.map { error in
                    if error <= low { return 1 }
                    return error >= high ? 0 : (limit * mu * (mu + 1) / error).squareRoot() - mu
                }
                poses = settled(from: poses, weights: weights, \.strictness, iterations: Graduation.steps)
                errors = edges.map { $0.squaredError(poses, \.strictness) }
                if mu > Graduation.end { break }
                mu *= Graduation.growth
            }
        }
        return consistent(poses, errors.map { $0 <= limit })
    }

    /// Least squares over the edges that fit, until these stay the same.
    private func consistent(_ start: [RigidTransform], _ kept: [Bool]) -> (poses: [RigidTransform], isKept: [Bool]) {
        var (poses, isKept) = (start, kept)
        for _ in 0..<Limits.consistencyRounds {
            poses = settled(from: poses, weights: isKept.map { $0 ? 1 : 0 }, \.strictness, iterations: Limits.steps)
            let fits = edges.map { $0.squaredError(poses, \.strictness) <= Self.largestSquaredError }
            if fits == isKept { break }
            isKept = fits
        }
        // An edge that was dropped in the last round doesn't count in the poses.
        return (
            settled(from: poses, weights: isKept.map { $0 ? 1 : 0 }, \.strictness, iterations: Limits.steps), isKept
        )
    }

    /// The poses that the kept edges make the most likely, and how much each edge counts, 0…1.
    ///
    /// Their errors are taken to follow Student's t of four degrees of freedom, as wide as the covariance: right
    /// measurements are often within it and now and then far beyond. `Σ log(1 + χ²/4)` is least where
    /// `Σ w χ²` is with `w = 1 / (1 + χ²/4)`.
    func mostLikely(from start: [RigidTransform], _ isKept: [Bool]) -> (poses: [RigidTransform], weights: [Double]) {
        var poses = start
        var weights = isKept.map { $0 ? 1.0 : 0 }
        for _ in 0..<Limits.weightingRounds {
            poses = settled(from: poses, weights: weights, \.information, iterations: Limits.steps)
            let last = weights
            for i in edges.indices where isKept[i] {
                weights[i] = 1 / (1 + edges[i].squaredError(poses, \.information) / Self.studentFreedom)
            }
            if zip(weights, last).allSatisfy({ abs($0 - $1) < Limits.weightChange }) { break }
        }
        return (poses, weights)
    }

    private func improved(by vote: PoseGraphVote, _ poses: [RigidTransform], _ isKept: [Bool]) -> (
        poses: [RigidTransform], isKept: [Bool]
    )? {
        var kept = isKept
        for edge in vote.opponents { kept[edge] = false }
        for edge in vote.supporters { kept[edge] = true }
        let better = consistent(vote.poses, kept)
        func worth(_ isKept: [Bool]) -> (Int, Double) {
            let kept = edges.indices.filter { isKept[$0] }
            return (kept.count, kept.reduce(0) { $0 + edges[$1].evidence })
        }
        return worth(better.isKept) > worth(isKept) ? better : nil
    }
}

// MARK: - Spanning tree

extension PoseGraph {
    /// Edges that join everything that can be joined: those first that the most triangles confirm, then by evidence.
    private func confirmedTree() -> [Int] {
        let votes = confirmations()
        let order = edges.indices.sorted {
            (votes[$1], edges[$1].evidence, $0) < (votes[$0], edges[$0].evidence, $1)
        }
        var sets = DisjointSets(count: count)
        return order.filter { sets.join(edges[$0].source, edges[$0].target) }
    }

    /// For each edge the triangles it is part of that close within what their three tolerances allow.
    private func confirmations() -> [Int] {
        var result = [Int](repeating: 0, count: edges.count)
        var joining: [[Int: Int]] = Array(repeating: [:], count: count)
        for (i, edge) in edges.enumerated() {
            joining[edge.source][edge.target] = i
            joining[edge.target][edge.source] = i
        }
        for (ab, edge) in edges.enumerated() {
            let (a, b) = (edge.source, edge.target)
            for (c, bc) in joining[b] where c > max(a, b) {
                guard let ac = joining[a][c] else { continue }
                // Around by b and straight on, both in the frame of c.
                let (onward, straight) = (seen(bc, into: c), seen(ac, into: c))
                let turn = onward.pose * edge.targetFromSource * straight.pose.inverse
                let tolerance =
                    onward.tolerance + edge.tolerance.transported(by: onward.pose) + straight.tolerance
                let e = turn.logarithm
                guard let factor = tolerance.cholesky(), e.dot(factor.solve(e)) <= Self.largestSquaredError else {
                    continue
                }
                for i in [ab, bc, ac] { result[i] += 1 }
            }
        }
        return result
    }

    private func seen(_ edge: Int, into frame: Int) -> (pose: RigidTransform, tolerance: Matrix6) {
        edges[edge].target == frame
            ? (edges[edge].targetFromSource, edges[edge].tolerance) : edges[edge].reversed
    }

    /// Poses from edge to edge along a forest; its trees begin at their first frames.
    private func posesAlong(_ tree: [Int]) -> [RigidTransform] {
        var poses = [RigidTransform](repeating: .identity, count: count)
        var isPlaced = [Bool](repeating: false, count: count)
        var edgesOf: [[Int]] = Array(repeating: [], count: count)
        for edge in tree {
            edgesOf[edges[edge].source].append(edge)
            edgesOf[edges[edge].target].append(edge)
        }
        for root in 0..<count where !isPlaced[root] {
            isPlaced[root] = true
            var open = [root]
            while let frame = open.popLast() {
                for edge in edgesOf[frame] {
                    let next = edges[edge].other(than: frame)
                    guard !isPlaced[next] else { continue }
                    isPlaced[next] = true
                    poses[next] = poses[frame] * seen(edge, into: frame).pose
                    open.append(next)
                }
            }
        }
        return poses
    }
}
