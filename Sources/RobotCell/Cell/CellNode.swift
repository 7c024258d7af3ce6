import Yams

/// A value of the file with the way to it and its line.
struct CellNode {
    let file: String
    /// `gripper.opening.max`.
    let key: String
    let line: Int
    private let node: Node

    init(_ node: Node, file: String, key: String, line: Int) {
        (self.node, self.file, self.key, self.line) = (node, file, key, line)
    }

    func error(_ reason: CellFileError.Reason) -> CellFileError {
        CellFileError(reason, file: file, line: line, key: key)
    }

    /// The text of a scalar.
    func text(_ expected: String = "a word") throws(CellFileError) -> String {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
            throw error(.wrongShape(expected: expected, found: kind))
        }
        return scalar.string
    }

    /// The values of a list of this length.
    func list(of count: Int, _ expected: String) throws(CellFileError) -> [CellNode] {
        guard case .sequence(let sequence) = node, sequence.count == count else {
            throw error(.wrongShape(expected: expected, found: kind))
        }
        return sequence.enumerated().map { child($1, key: "\(key)[\($0)]", line: $1.mark?.line ?? line) }
    }

    /// The values of a list.
    func items(_ expected: String) throws(CellFileError) -> [CellNode] {
        guard case .sequence(let sequence) = node else {
            throw error(.wrongShape(expected: expected, found: kind))
        }
        return sequence.enumerated().map { child($1, key: "\(key)[\($0)]", line: $1.mark?.line ?? line) }
    }

    /// The keys and values of a mapping, in the file's order.
    func pairs(_ expected: String) throws(CellFileError) -> [(name: String, value: CellNode)] {
        guard case .mapping(let mapping) = node else {
            throw error(.wrongShape(expected: expected, found: kind))
        }
        var result: [(name: String, value: CellNode)] = []
        for (name, value) in mapping {
            let line = name.mark?.line ?? line
            guard case .scalar(let scalar) = name else {
                throw CellFileError(
                    .wrongShape(expected: "plain words as keys", found: "a collection as a key"), file: file,
                    line: line,
                    key: key)
            }
            result.append(
                (scalar.string, child(value, key: key.isEmpty ? scalar.string : "\(key).\(scalar.string)", line: line)))
        }
        return result
    }

    private func child(_ node: Node, key: String, line: Int) -> CellNode {
        CellNode(node, file: file, key: key, line: line)
    }

    private var kind: String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "\"\(scalar.string.prefix(40))\""
        case .mapping: "a mapping"
        case .sequence(let sequence): "a list of \(sequence.count)"
        case .alias: "an alias"
        }
    }
}
