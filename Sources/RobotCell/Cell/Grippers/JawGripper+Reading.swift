import LinearAlgebra

extension JawGripper: GripperSizes {
    static let kind = Gripper.Kind.jaw
    static let keys = ["opening", "fingers", "palm"]
    static let shape = "{type: jaw, opening: …, fingers: …, palm: …}"
    static let tip = "fingertips"

    var gripper: Gripper { .jaw(self) }

    /// A closed gripper may leave less.
    fileprivate static let sensibleClosed = 1e-5...2.0

    init(_ node: CellNode, unit: LengthUnit) throws(CellFileError) {
        let fields = try CellFields(node, known: ["type"] + Self.keys, Self.shape)
        let opening = try Opening(
            try fields.required(
                "opening", remedy: "write opening: {min: 0, max: …}, or {open: …, closed: 0} if it can't be set between"
            ),
            unit: unit)
        let fingers = try fields.required("fingers", remedy: "write fingers: {length: …, width: …, thickness: …}")
        let palm = try fields.required("palm", remedy: "write palm: {length: …, width: …, thickness: …}")
        self.init(
            opening: opening.range, isAdjustable: opening.isAdjustable, fingers: try Part(fingers, unit: unit),
            palm: try Part(palm, unit: unit))
    }

    /// `{min: 0, max: 85}` for a gripper that can be set between the two, `{open: 85, closed: 0}` for one that can't.
    private struct Opening {
        var range: ClosedRange<Double>
        var isAdjustable: Bool

        static let keys = ["min", "max", "open", "closed"]

        init(_ node: CellNode, unit: LengthUnit) throws(CellFileError) {
            let fields = try CellFields(node, known: Self.keys, "{min: 0, max: …} or {open: …, closed: 0}")
            isAdjustable = fields["open"] == nil && fields["closed"] == nil
            let (low, high) = isAdjustable ? ("min", "max") : ("closed", "open")
            if !isAdjustable, let other = fields["min"] ?? fields["max"] {
                throw other.error(.statedTwice(besides: "open and closed"))
            }
            let least = try fields.required(low, remedy: "write the opening of the closed gripper, such as \(low): 0")
                .length(in: unit, sensible: JawGripper.sensibleClosed, zero: true)
            let most = try fields.required(high, remedy: "write how far the gripper opens")
            let mostLength = try most.length(in: unit, sensible: JawGripper.sensible)
            guard least < mostLength else { throw most.error(.emptyRange("\(high) is not above \(low)")) }
            range = least...mostLength
        }
    }

    func setting(_ length: (_ meters: Double) -> String) -> String {
        func part(_ part: Part) -> String {
            "{length: \(length(part.length)), width: \(length(part.width)), thickness: \(length(part.thickness))}"
        }
        let (low, high) = (length(opening.lowerBound), length(opening.upperBound))
        let opening = isAdjustable ? "{min: \(low), max: \(high)}" : "{open: \(high), closed: \(low)}"
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
