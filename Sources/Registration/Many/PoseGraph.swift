public import LinearAlgebra
import Parallel

/// Frames, and what was measured between pairs of them.
///
/// A measurement may be wrong altogether: ``optimized()`` finds the poses that most of the measurements support, and
/// says which it left out and whether the others really outvote them.
public struct PoseGraph: Sendable {
    /// One frame's pose in another's, as measured.
    public struct Edge: Sendable {
        /// The number of the frame that was measured.
        public let source: Int
        /// The number of the frame that it was measured in.
        public let target: Int
        /// The measured pose, metres.
        public let targetFromSource: RigidTransform
        /// Of the small motion, in the target's frame, that separates the true pose from the measured one: order rx ry
        /// rz tx ty tz, in rad² and m².
        public let covariance: Matrix6
        /// The same as wide as errors may be that are no contradiction yet.
        public let tolerance: Matrix6
        /// How well the measurement is supported, in any unit: decides where measurements contradict each other one to one.
        public let evidence: Double
        /// The inverses of ``covariance`` and ``tolerance``.
        let information, strictness: Matrix6

        /// Nil unless the covariances are positive definite. Without a tolerance the covariance is taken for it.
        public init?(
            from source: Int, to target: Int, targetFromSource: RigidTransform, covariance: Matrix6,
            tolerance: Matrix6? = nil, evidence: Double = 1
        ) {
            let tolerance = tolerance ?? covariance
            guard let own = covariance.cholesky(), let wide = tolerance.cholesky() else { return nil }
            (self.source, self.target, self.targetFromSource) = (source, target, targetFromSource)
            (self.covariance, self.tolerance, self.evidence) = (covariance, tolerance, evidence)
            (information, strictness) = (own.inverse, wide.inverse)
        }
    }

    /// The frames are numbered from 0.
    public let count: Int
    /// In the order in which they were added.
    public private(set) var edges: [Edge] = []

    /// So many frames, and nothing measured.
    public init(count: Int) { self.count = count }

    /// - Precondition: the edge joins two different frames of the graph.
    public mutating func add(_ edge: Edge) {
        precondition(edge.source != edge.target, "an edge joins two frames")
        precondition((0..<count).contains(edge.source) && (0..<count).contains(edge.target), "no such frame")
        edges.append(edge)
    }
}

extension PoseGraph.Edge {
    /// The motion in the target's frame by which the poses differ from what was measured: `log(X_t⁻¹ X_s Z⁻¹)`.
    func error(_ poses: [RigidTransform]) -> Twist {
        (poses[target].inverse * poses[source] * targetFromSource.inverse).logarithm
    }

    /// The squared error in units of what `weighing` is the inverse of.
    func squaredError(_ poses: [RigidTransform], _ weighing: KeyPath<Self, Matrix6>) -> Double {
        let e = error(poses)
        return e.dot(self[keyPath: weighing] * e)
    }

    /// The measurement and its tolerance, seen from the other end.
    var reversed: (pose: RigidTransform, tolerance: Matrix6) {
        let inverse = targetFromSource.inverse
        return (inverse, tolerance.transported(by: inverse))
    }

    func other(than frame: Int) -> Int { frame == source ? target : source }
}

extension PoseGraph {
    /// For each frame the first frame of those that the marked edges join it to.
    func components(_ isKept: (Int) -> Bool = { _ in true }) -> [Int] {
        var sets = DisjointSets(count: count)
        for (i, edge) in edges.enumerated() where isKept(i) { sets.join(edge.source, edge.target) }
        return (0..<count).map { sets.first(of: $0) }
    }
}
