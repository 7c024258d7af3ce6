/// Names with their depths as a tree of lines.
struct TreeDrawing {
    var lines: [String] = []

    init(_ nodes: [(name: String, depth: Int)]) {
        // From the last line up: whether, at each depth, a later sibling hangs on the same node.
        var goesOn: [Bool] = []
        for node in nodes.reversed() {
            goesOn =
                Array(goesOn.prefix(node.depth)) + Array(repeating: false, count: max(0, node.depth - goesOn.count))
            guard let isLast = goesOn.popLast().map({ !$0 }) else {
                lines.append(node.name)
                continue
            }
            lines.append(goesOn.map { $0 ? "│  " : "   " }.joined() + (isLast ? "└─ " : "├─ ") + node.name)
            goesOn.append(true)
        }
        lines.reverse()
    }
}
