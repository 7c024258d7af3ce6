import LinearAlgebra

extension CellFile {
    /// Reads a cell's file.
    ///
    /// - Throws: the first thing that is wrong, with its line and the remedy.
    public init(contentsOf path: String) throws(CellFileError) {
        try self.init(CellDraft(try CellDocument.root(ofFile: path)))
    }

    /// Reads a cell from the text of its file; `name` stands in the messages.
    public init(yaml: String, name: String = "cell.yaml") throws(CellFileError) {
        try self.init(bytes: Array(yaml.utf8), name: name)
    }

    /// Reads a cell from the bytes of its file, whatever they are.
    public init(bytes: [UInt8], name: String = "cell.yaml") throws(CellFileError) {
        try self.init(CellDraft(try CellDocument.root(of: bytes, file: name)))
    }

    private init(_ draft: CellDraft) throws(CellFileError) {
        guard let gripper = draft.gripper else {
            throw draft.missing("gripper", remedy: "write gripper: \(Gripper.Kind.shapes)")
        }
        self.init(frames: draft.frames, gripper: gripper)
        (unit, base, scan) = (draft.unit, draft.base, draft.scan)
        (workVolume, motion, place) = (draft.workVolume, draft.motion, draft.place)
        (support, program) = (draft.support, draft.program)
        remarks = draft.remarks
        conventions = draft.conventions
        file = draft.file
        try draft.checkScan()
        settings = draft.settings(of: self)
    }
}

extension FrameTree {
    /// The frames of a cell's file, all of which is checked, though neither a gripper nor the scan's frame need be
    /// there: enough to follow chains.
    public init(cellFile path: String) throws(CellFileError) {
        self = try CellDraft(try CellDocument.root(ofFile: path)).frames
    }
}

/// A cell's file read key by key; what has no default may still be absent.
struct CellDraft {
    static let keys = [
        "version", "unit", "base", "scan", "frames", "gripper", "work_volume", "approach", "lift", "place", "support",
        "tool", "program",
    ]

    let fields: CellFields
    var unit: LengthUnit = .meters
    var base = "base"
    var scan = "camera"
    var frames: FrameTree
    var gripper: Gripper?
    var workVolume: WorkVolume?
    var motion = PickMotion()
    var place: Place?
    var support = SupportSettings()
    var program: ProgramSettings
    var remarks: [CellRemark] = []
    private let root: CellNode

    init(_ root: CellNode) throws(CellFileError) {
        self.root = root
        fields = try CellFields(root, known: Self.keys, "keys and values, such as version: 1")
        let version = try fields.required("version", remedy: "write version: 1 in the first line")
        guard try version.text("1") == "1" else { throw version.error(.version(try version.text())) }
        if let node = fields["unit"] {
            guard let known = LengthUnit(rawValue: try node.text("m or mm")) else {
                throw node.error(.unit(try node.text()))
            }
            unit = known
        }
        if let node = fields["base"] { base = try node.text("a frame's name") }
        if let node = fields["scan"] { scan = try node.text("a frame's name") }
        frames = try FrameTree(fields["frames"], base: base, remarks: &remarks)
        program = ProgramSettings(frames: frames)
        gripper = try fields["gripper"].map { node throws(CellFileError) in try Gripper(node, unit: unit) }
        if let node = fields["work_volume"] { workVolume = try workVolume(node) }
        // Metres; 0 is read too, and found unsafe where a robot would go by it.
        let travel = 5e-4...5.0
        if let node = fields["approach"] { motion.approach = try node.length(in: unit, sensible: travel, zero: true) }
        if let node = fields["lift"] { motion.lift = try node.length(in: unit, sensible: travel, zero: true) }
        if let node = fields["place"] { place = try place(node) }
        if let node = fields["support"] {
            support = try SupportSettings(node, unit: unit) { name throws(CellFileError) in try frame(name) }
        }
        if let node = fields["program"] {
            program = try ProgramSettings(node, unit: unit, frames: frames, remarks: &remarks)
        }
        if let node = fields["tool"] { try readTool(node) }
    }

    private func workVolume(_ node: CellNode) throws(CellFileError) -> WorkVolume {
        let fields = try CellFields(node, known: ["frame", "min", "max"], "{frame: …, min: [x, y, z], max: [x, y, z]}")
        let low = try fields.required("min", remedy: "write min: [x, y, z]").point(in: unit, reach: 100)
        let maximum = try fields.required("max", remedy: "write max: [x, y, z]")
        let high = try maximum.point(in: unit, reach: 100)
        for (axis, name) in ["x", "y", "z"].enumerated() {
            guard high[axis] > low[axis] else { throw maximum.error(.emptyRange("\(name) is not above min's")) }
            let side = high[axis] - low[axis]
            guard side >= 1e-3 else {
                throw maximum.error(.length(unit.value(meters: side), unit, sensible: 1e-3...200))
            }
        }
        return WorkVolume(frame: try frame(fields["frame"]), min: low, max: high)
    }

    /// `tool: none` where the robot's own TCP is at the fingertips, else the frame of the fingertips.
    private mutating func readTool(_ node: CellNode) throws(CellFileError) {
        let name = try node.text("none, or a frame's name")
        if name == "none" {
            (program.toolFrame, program.usesRobotsTool) = (nil, true)
        } else {
            program.toolFrame = try ProgramSettings.toolFrame(node, frames: frames)
        }
    }

    private mutating func place(_ node: CellNode) throws(CellFileError) -> Place {
        let fields = try CellFields(node, known: ["frame", "pose"], "{frame: …, pose: \"NAME:TEXT\"}")
        let pose = try fields.required("pose", remedy: "write pose: \"NAME:TEXT\"").pose(&remarks)
        return Place(frame: try frame(fields["frame"]), frameFromObject: pose)
    }

    /// A frame's name that the tree knows; the base where none is given.
    private func frame(_ node: CellNode?) throws(CellFileError) -> String {
        guard let node else { return base }
        let name = try node.text("a frame's name")
        guard frames.names.contains(name) else {
            throw node.error(.frames(frames.unknown(name)))
        }
        return name
    }

    /// The scan's frame must lead to the base, through a run-time pose if need be.
    func checkScan() throws(CellFileError) {
        guard !frames.names.contains(scan) else { return }
        if let node = fields["scan"] { throw node.error(.frames(frames.unknown(scan))) }
        throw missing(
            "frames.\(scan)",
            remedy: "scans are taken in it: add its parent and pose, or name another frame by scan: NAME")
    }

    var file: String { root.file }

    func missing(_ key: String, remedy: String) -> CellFileError {
        CellFileError(
            .missingKey(remedy: remedy), file: root.file, line: fields["frames"]?.line ?? root.line, key: key)
    }
}
