import LinearAlgebra

/// Groups of scans that only ambiguous pairs join.
///
/// Of an ambiguous pair one pose among several is right. Two such pairs between the same groups each offer poses of one
/// group to the other; where they agree in one pose and in no other, that is the right one.
extension JointSearch {
    /// Poses and groups, where groups are brought together as long as ambiguous pairs agree how.
    func joinedByAmbiguous(
        _ pairs: [JointAlignment.Pair], _ poses: [RigidTransform], _ first: [Int]
    ) -> (poses: [RigidTransform], first: [Int]) {
        let offers = pairs.indices.flatMap { self.offers(of: pairs[$0], number: $0) }
        var (poses, first) = (poses, first)
        while let join = agreements(offers, poses, first).first(where: { isBorneOut($0, pairs, poses, first) }) {
            for scan in first.indices where first[scan] == join.moving {
                (poses[scan], first[scan]) = (join.motion * poses[scan], join.fixed)
            }
        }
        return (poses, first)
    }

    /// One of the poses that an ambiguous pair allows.
    private struct Offer {
        var pair: Int
        var edge: PoseGraph.Edge
    }

    /// How one group lies to another, by offers of several pairs.
    private struct Join {
        /// Groups by their first scans; the fixed one is the lower.
        var fixed, moving: Int
        var motion: RigidTransform
        /// The offers that agree with it, and their pairs.
        var offers: Set<Int> = []
        var pairs: Set<Int> = []
    }

    private func offers(of pair: JointAlignment.Pair, number: Int) -> [Offer] {
        guard pair.outcome == .unused, let alignment = pair.alignment, alignment.status == .ambiguous,
            let source = scans[pair.source], let target = scans[pair.target]
        else { return [] }
        return ([alignment.targetFromSource] + alignment.runnerUps).compactMap { pose in
            let surface = CommonSurface(source, target, pose)
            guard surface.share > 0 else { return nil }
            return PoseGraph.Edge(
                from: pair.source, to: pair.target, targetFromSource: pose,
                covariance: surface.covariance(displacement: alignment.inlierDistance)
            ).map { Offer(pair: number, edge: $0) }
        }
    }

    /// Of every two groups the join that the most pairs agree in, two at least, unless as many agree in another; those of
    /// most pairs first.
    private func agreements(_ offers: [Offer], _ poses: [RigidTransform], _ first: [Int]) -> [Join] {
        let joins = offers.compactMap { offer -> Join? in
            let (s, t) = (offer.edge.source, offer.edge.target)
            guard first[s] != first[t] else { return nil }
            let motion = poses[t] * offer.edge.targetFromSource * poses[s].inverse
            let isSourceMoving = first[t] < first[s]
            var join = Join(
                fixed: min(first[s], first[t]), moving: max(first[s], first[t]),
                motion: isSourceMoving ? motion : motion.inverse)
            let moved = poses.indices.map { first[$0] == join.moving ? join.motion * poses[$0] : poses[$0] }
            for (i, other) in offers.enumerated() {
                let ends = [first[other.edge.source], first[other.edge.target]]
                guard ends.contains(join.fixed), ends.contains(join.moving) else { continue }
                if other.edge.squaredError(moved, \.strictness) <= PoseGraph.largestSquaredError {
                    join.offers.insert(i)
                    join.pairs.insert(other.pair)
                }
            }
            return join
        }
        let best = Dictionary(grouping: joins) { [$0.fixed, $0.moving] }.values.compactMap { joins -> Join? in
            guard let best = joins.max(by: { $0.pairs.count < $1.pairs.count }), best.pairs.count >= 2 else {
                return nil
            }
            let isRivalled = joins.contains {
                $0.pairs.count == best.pairs.count && $0.offers.isDisjoint(with: best.offers)
            }
            return isRivalled ? nil : best
        }
        return best.sorted { ($1.pairs.count, $0.fixed, $0.moving) < ($0.pairs.count, $1.fixed, $1.moving) }
    }

    /// Whether one pair at least is believed where the join has it.
    private func isBorneOut(_ join: Join, _ pairs: [JointAlignment.Pair], _ poses: [RigidTransform], _ first: [Int])
        -> Bool
    {
        func pose(_ scan: Int) -> RigidTransform {
            first[scan] == join.moving ? join.motion * poses[scan] : poses[scan]
        }
        return aligned(join.pairs.sorted().map { pairs[$0] }) { pose($0.target).inverse * pose($0.source) }
            .contains { $0.alignment?.status == .converged }
    }
}
