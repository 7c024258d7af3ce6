import LinearAlgebra

extension Gripper {
    /// The section `gripper` of a cell's file; its `type` says which other keys there are.
    init(_ node: CellNode, unit: LengthUnit) throws(CellFileError) {
        switch try Kind(node) {
        case .jaw: self = .jaw(try JawGripper(node, unit: unit))
        }
    }
}

extension Gripper.Kind {
    /// The keys that a section of this kind may have, besides its `type`.
    var keys: [String] {
        switch self {
        case .jaw: JawGripper.keys
        }
    }

    fileprivate init(_ node: CellNode) throws(CellFileError) {
        let expected = "{type: jaw, opening: …, fingers: …, palm: …}"
        guard let type = try node.pairs(expected).first(where: { $0.name == "type" })?.value else {
            // A key that is written wrongly is the likelier mistake, and named first.
            let known = ["type"] + Self.allCases.flatMap(\.keys)
            let remedy = "write type: " + Self.allCases.map(\.rawValue).joined(separator: " or type: ")
            throw try CellFields(node, known: known, expected).missing("type", remedy: remedy)
        }
        let name = try type.text(Self.allCases.map(\.rawValue).joined(separator: " or "))
        guard let kind = Self(rawValue: name) else {
            throw type.error(.gripperType(name, known: Self.allCases))
        }
        self = kind
    }
}
