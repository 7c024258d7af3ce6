import LinearAlgebra

/// A message in YAML: mappings in which other keys than those asked for are read over.
struct ROSMessage {
    let root: CellNode

    /// Takes all that is left of the text; the `---` that ends a message in a stream may stand behind it.
    init(_ text: inout TextScanner) throws(PoseTextError) {
        let start = text.position
        var bytes = text.bytes[start...]
        while let last = bytes.last, isSpace(last) || last == UInt8(ascii: "-") { bytes.removeLast() }
        text.position = text.bytes.count
        do {
            root = try CellDocument.root(of: Array(bytes), file: "line")
        } catch {
            throw PoseTextError(.malformedYAML(error.description), at: start)
        }
    }

    /// The pose under `body`, or at the top where a bare pose stands.
    func reading(body: String, position: String, orientation: String) throws(PoseTextError) -> PoseReading {
        try wording {
            let top = try fields(root)
            let pose = if let inner = top[body] { try fields(inner) } else { top }
            let t = try fields(required(position, in: pose))
            let q = try fields(required(orientation, in: pose))
            let translation = Vector3(try number("x", in: t), try number("y", in: t), try number("z", in: t))
            let quaternion = Quaternion(
                x: try number("x", in: q), y: try number("y", in: q), z: try number("z", in: q),
                w: try number("w", in: q))
            return PoseReading(
                RigidTransform(rotation: try quaternion.checkedRotation(), translation: translation),
                to: try top["header"].flatMap { header in try name("frame_id", in: fields(header)) },
                from: name("child_frame_id", in: top))
        }
    }

    /// Runs a reading whose errors may come from the YAML below, and makes them a pose's.
    func wording(_ body: () throws -> PoseReading) throws(PoseTextError) -> PoseReading {
        do {
            return try body()
        } catch let error as PoseTextError {
            throw error
        } catch {
            throw PoseTextError(.malformedYAML("\(error)"), at: 0)
        }
    }

    func fields(_ node: CellNode) throws(CellFileError) -> [String: CellNode] {
        Dictionary(try node.pairs("keys and values").map { ($0.name, $0.value) }) { $1 }
    }

    func required(_ name: String, in fields: [String: CellNode]) throws(PoseTextError) -> CellNode {
        guard let node = fields[name] else {
            throw PoseTextError(.missingComponent(name), at: 0)
        }
        return node
    }

    func number(_ name: String, in fields: [String: CellNode]) throws -> Double {
        try required(name, in: fields).number()
    }

    /// A frame's name; an empty one is none.
    func name(_ name: String, in fields: [String: CellNode]) -> String? {
        try? fields[name]?.text()
    }
}
