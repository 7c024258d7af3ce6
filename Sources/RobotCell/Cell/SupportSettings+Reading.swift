import LinearAlgebra

extension SupportSettings {
    static let keys = ["frame", "height", "normal", "tolerance", "lean"]

    /// `{frame: base, height: 0, normal: [0, 0, 1], tolerance: 5, lean: 5}`; without a height only how far it may lean.
    init(
        _ node: CellNode, unit: LengthUnit, frame: (CellNode?) throws(CellFileError) -> String
    ) throws(CellFileError) {
        self.init()
        let fields = try CellFields(node, known: Self.keys, "{frame: base, height: 0, tolerance: …}")
        if let node = fields["tolerance"] { tolerance = try node.length(in: unit, sensible: 1e-4...0.5) }
        if let node = fields["lean"] {
            let degrees = try node.number()
            guard (0.1...90).contains(degrees) else {
                throw node.error(.wrongShape(expected: "0.1 to 90 degrees", found: significant(degrees)))
            }
            maximumLean = degrees * .pi / 180
        }
        guard let height = fields["height"] else {
            if let other = fields["frame"] ?? fields["normal"] ?? fields["tolerance"] {
                throw fields.missing("height", remedy: "write the surface's height in the frame, such as height: 0")
                    .at(other)
            }
            return
        }
        let value = try height.number()
        guard abs(unit.meters(value)) <= 100 else { throw height.error(.length(value, unit, sensible: 0...100)) }
        var normal = Vector3(0, 0, 1)
        if let node = fields["normal"] {
            for (axis, number) in try node.list(of: 3, "[x, y, z]").enumerated() { normal[axis] = try number.number() }
            guard normal.length > 1e-6, normal.length.isFinite else {
                throw node.error(.wrongShape(expected: "a direction", found: "none"))
            }
            normal = normal.normalized
        }
        expected = Plane(frame: try frame(fields["frame"]), height: unit.meters(value), normal: normal)
    }

    /// As the file would write it, with lengths in its unit.
    func setting(_ length: (_ meters: Double) -> String) -> String {
        let lean = "lean: \(significant(maximumLean * 180 / .pi))"
        guard let expected else { return "{\(lean)}" }
        let normal = [expected.normal.x, expected.normal.y, expected.normal.z].map(significant).joined(separator: ", ")
        return "{frame: \(expected.frame), height: \(length(expected.height)), normal: [\(normal)], "
            + "tolerance: \(length(tolerance)), \(lean)}"
    }
}

extension CellFileError {
    /// The same error at the line of another key.
    fileprivate func at(_ node: CellNode) -> CellFileError {
        CellFileError(reason, file: file, line: node.line, key: key)
    }
}
