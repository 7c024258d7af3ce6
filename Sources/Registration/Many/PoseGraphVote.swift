import LinearAlgebra

/// What would follow if an edge that was left out were right.
///
/// Its ends lie in different places then, so that on every way of kept edges from one to the other one is wrong: at
/// least as many as the smallest cut between them has. The frames on one side of the cut move to where the edge says,
/// and other edges that were left out may be right then, too.
struct PoseGraphVote {
    /// Kept edges that are wrong if the edge is right: the smallest cut between its ends.
    private(set) var opponents: [Int] = []
    /// The edge, and others that were left out and fit the poses that it implies.
    private(set) var supporters: [Int] = []
    /// Where the frames lie if it is right.
    private(set) var poses: [RigidTransform]
    private let evidence: (opponents: Double, supporters: Double)

    var isWon: Bool {
        opponents.count == supporters.count
            ? evidence.supporters > evidence.opponents : supporters.count > opponents.count
    }

    /// Of as many against as many, the side with so many times the evidence is right.
    private static let decisiveEvidence = 2.0

    /// Whether the opponents win for good: by number, or one against one by twice the evidence.
    var isDecided: Bool {
        opponents.count == supporters.count
            ? evidence.opponents >= Self.decisiveEvidence * evidence.supporters : opponents.count > supporters.count
    }

    init(on challenger: Int, in graph: PoseGraph, _ start: [RigidTransform], _ isKept: [Bool]) {
        let edges = graph.edges
        let edge = edges[challenger]
        // The cut nearest to either end: of equal ones, that which more of the edges left out would cross.
        var best: (opponents: [Int], supporters: [Int], poses: [RigidTransform])?
        for (here, there) in [(edge.source, edge.target), (edge.target, edge.source)] {
            let isHere = graph.minimumCut(between: here, and: there, isKept)
            // The other side goes where the edge says.
            let place = start[here] * (here == edge.source ? edge.targetFromSource.inverse : edge.targetFromSource)
            let motion = place * start[there].inverse
            let poses = start.indices.map { isHere[$0] ? start[$0] : motion * start[$0] }
            let crossing = edges.indices.filter { isHere[edges[$0].source] != isHere[edges[$0].target] }
            let opponents = crossing.filter { isKept[$0] }
            let supporters = crossing.filter {
                !isKept[$0]
                    && ($0 == challenger
                        || edges[$0].squaredError(poses, \.strictness) <= PoseGraph.largestSquaredError)
            }
            if best.map({ supporters.count > $0.supporters.count }) ?? true { best = (opponents, supporters, poses) }
        }
        (opponents, supporters, poses) = best!
        func sum(_ members: [Int]) -> Double { members.reduce(0) { $0 + edges[$1].evidence } }
        evidence = (sum(opponents), sum(supporters))
    }
}

extension PoseGraph {
    /// The frames on the side of `source` when the fewest kept edges are cut that part it from `sink`, of equally many
    /// those with the least evidence: the maximum flow by shortest augmenting paths (Edmonds and Karp 1972).
    fileprivate func minimumCut(between source: Int, and sink: Int, _ isKept: [Bool]) -> [Bool] {
        let total = edges.reduce(0) { $0 + $1.evidence }
        var edgesOf: [[Int]] = Array(repeating: [], count: count)
        for (i, edge) in edges.enumerated() where isKept[i] {
            edgesOf[edge.source].append(i)
            edgesOf[edge.target].append(i)
        }
        // Evidence never outweighs one edge more or less.
        let capacity = edges.map { 1 + $0.evidence / max(2 * total, 1e-12) }
        // From source to target; what runs against an edge is negative.
        var flow = [Double](repeating: 0, count: edges.count)
        func room(_ edge: Int, from frame: Int) -> Double {
            capacity[edge] - (frame == edges[edge].source ? flow[edge] : -flow[edge])
        }
        while true {
            var arrival = [Int?](repeating: nil, count: count)
            var isReached = [Bool](repeating: false, count: count)
            isReached[source] = true
            var queue = [source]
            var head = 0
            while head < queue.count, !isReached[sink] {
                let frame = queue[head]
                head += 1
                for edge in edgesOf[frame] where room(edge, from: frame) > 1e-9 {
                    let next = edges[edge].other(than: frame)
                    guard !isReached[next] else { continue }
                    (isReached[next], arrival[next]) = (true, edge)
                    queue.append(next)
                }
            }
            guard isReached[sink] else { return isReached }
            var path: [(edge: Int, from: Int)] = []
            var frame = sink
            while let edge = arrival[frame] {
                frame = edges[edge].other(than: frame)
                path.append((edge, frame))
            }
            let amount = path.map { room($0.edge, from: $0.from) }.min()!
            for (edge, from) in path { flow[edge] += from == edges[edge].source ? amount : -amount }
        }
    }
}
