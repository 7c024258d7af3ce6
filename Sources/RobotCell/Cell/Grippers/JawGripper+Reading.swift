import LinearAlgebra

extension JawGripper: GripperSizes {
    static let kind = Gripper.Kind.jaw
    static let keys = ["opening", "fingers", "palm"]
    static let shape = "{type: jaw, opening: …, fingers: …, palm: …}"
    static let tip = "fingertips"

    var gripper: Gripper { .jaw(self) }

    /// A closed gripper may leave less.
    private static let sensibleClosed = 1e-5...2.0

    init(_ node: CellNode, unit: LengthUnit) throws(CellFileError) {
        let fields = try CellFields(node, known: ["type"] + Self.keys, Self.shape)
        let openingNode = try fields.required("opening", remedy: "write opening: {min: 0, max: …}")
        let opening = try CellFields(openingNode, known: ["min", "max"], "{min: 0, max: …}")
        let least = try opening.required("min", remedy: "write the opening of the closed gripper, such as min: 0")
            .length(in: unit, sensible: Self.sensibleClosed, zero: true)
        let most = try opening.required("max", remedy: "write how far the gripper opens")
        let mostLength = try most.length(in: unit, sensible: Self.sensible)
        guard least < mostLength else { throw most.error(.emptyRange("max is not above min")) }

        let fingers = try fields.required("fingers", remedy: "write fingers: {length: …, width: …, thickness: …}")
        let palm = try fields.required("palm", remedy: "write palm: {length: …, width: …, thickness: …}")
        self.init(
            opening: least...mostLength, fingers: try Part(fingers, unit: unit), palm: try Part(palm, unit: unit))
    }

    func setting(_ length: (_ meters: Double) -> String) -> String {
        func part(_ part: Part) -> String {
            "{length: \(length(part.length)), width: \(length(part.width)), thickness: \(length(part.thickness))}"
        }
        let opening = "{min: \(length(opening.lowerBound)), max: \(length(opening.upperBound))}"
        return "{type: jaw, opening: \(opening), fingers: \(part(fingers)), palm: \(part(palm))}"
    }
}

extension JawGripper.Part {
    fileprivate init(_ node: CellNode, unit: LengthUnit) throws(CellFileError) {
        let fields = try CellFields(
            node, known: ["length", "width", "thickness"], "{length: …, width: …, thickness: …}")
        func size(_ name: String, _ axis: String) throws(CellFileError) -> Double {
            try fields.required(name, remedy: "write its size \(axis)").length(
                in: unit, sensible: JawGripper.sensible)
        }
        self.init(
            length: try size("length", "along the approach z"), width: try size("width", "along x"),
            thickness: try size("thickness", "along the closing direction y"))
    }
}
