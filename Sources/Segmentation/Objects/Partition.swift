import Parallel

/// Divides the nodes of a graph whose edges speak for (positive) or against (negative) joining their ends.
///
/// Greedy additive edge contraction (Keuper et al. 2015) of the correlation clustering problem: the strongest edge is
/// contracted first and parallel edges add up, so that one leaking border can't join what longer borders hold apart.
///
/// - Returns: for each node the lowest node of its group.
/// - Complexity: O(e log e) in the edges, for bounded degrees.
func partition(nodes count: Int, edges: [(first: Int32, second: Int32, weight: Double)]) -> [Int32] {
    var neighbors = [[(node: Int32, weight: Double)]](repeating: [], count: count)
    func add(_ weight: Double, from a: Int32, to b: Int32) {
        for index in neighbors[Int(a)].indices where neighbors[Int(a)][index].node == b {
            neighbors[Int(a)][index].weight += weight
            return
        }
        neighbors[Int(a)].append((b, weight))
    }
    var versions = [Int32](repeating: 0, count: count)
    var groups = DisjointSets(count: count)
    var queue = MergeQueue()
    func offer(_ a: Int32, _ b: Int32, _ weight: Double) {
        guard weight > 0 else { return }
        let (first, second) = (min(a, b), max(a, b))
        queue.push(
            .init(
                priority: -weight, first: first, second: second,
                versions: (versions[Int(first)], versions[Int(second)])))
    }
    for edge in edges {
        add(edge.weight, from: edge.first, to: edge.second)
        add(edge.weight, from: edge.second, to: edge.first)
    }
    for a in neighbors.indices {
        for (b, weight) in neighbors[a] where Int(b) > a { offer(Int32(a), b, weight) }
    }
    while let next = queue.pop() {
        let (a, b) = (next.first, next.second)
        guard versions[Int(a)] == next.versions.0, versions[Int(b)] == next.versions.1 else { continue }
        versions[Int(a)] += 1
        versions[Int(b)] = -1
        groups.join(Int(a), Int(b))
        let others = neighbors[Int(b)]
        neighbors[Int(b)] = []
        neighbors[Int(a)].removeAll { $0.node == b }
        for (c, weight) in others where c != a {
            neighbors[Int(c)].removeAll { $0.node == b }
            add(weight, from: a, to: c)
            add(weight, from: c, to: a)
        }
        for (c, weight) in neighbors[Int(a)] { offer(a, c, weight) }
    }
    return (0..<count).map { Int32(groups.first(of: $0)) }
}
