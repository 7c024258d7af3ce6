/// Sets of numbers that grow together, from each number alone: what pairs of neighbours join. Each set is known by its
/// least member.
///
/// - Complexity: O(log *n*) for an operation on average, by halving the paths to the least members (Tarjan and
///   van Leeuwen 1984).
package struct DisjointSets: Sendable {
    private var parent: [Int32]

    /// The numbers from 0, each a set of its own.
    package init(count: Int) { parent = (0..<count).map { Int32($0) } }

    /// The least member of the set that a number belongs to.
    package mutating func first(of member: Int) -> Int {
        var root = member
        while Int(parent[root]) != root {
            parent[root] = parent[Int(parent[root])]
            root = Int(parent[root])
        }
        return root
    }

    /// Joins the sets of two numbers; false if both were in one set already.
    @discardableResult
    package mutating func join(_ a: Int, _ b: Int) -> Bool {
        let (x, y) = (first(of: a), first(of: b))
        parent[max(x, y)] = Int32(min(x, y))
        return x != y
    }
}
