import LinearAlgebra

extension Gripper {
    /// The section `gripper` of a cell's file; its `type` says which other keys there are.
    init(_ node: CellNode, unit: LengthUnit) throws(CellFileError) {
        self = try Kind(node).sizes.init(node, unit: unit).gripper
    }
}

extension Gripper.Kind {
    /// A section of any kind, as a message shows what belongs there.
    static var shapes: String { allCases.map { $0.sizes.shape }.joined(separator: " or ") }

    fileprivate init(_ node: CellNode) throws(CellFileError) {
        guard let type = try node.pairs(Self.shapes).first(where: { $0.name == "type" })?.value else {
            // A key that is written wrongly is the likelier mistake, and named first.
            let known = ["type"] + Self.allCases.flatMap { $0.sizes.keys }
            let remedy = "write type: " + Self.allCases.map(\.rawValue).joined(separator: " or type: ")
            throw try CellFields(node, known: known, Self.shapes).missing("type", remedy: remedy)
        }
        let name = try type.text(Self.allCases.map(\.rawValue).joined(separator: " or "))
        guard let kind = Self(rawValue: name) else {
            throw type.error(.gripperType(name, known: Self.allCases))
        }
        self = kind
    }
}
