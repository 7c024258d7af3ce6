import LinearAlgebra

extension ProgramSettings {
    static let keys = [
        "name", "speed", "approach_speed", "retreat_speed", "joint_speed", "acceleration", "joint_acceleration", "zone",
        "home", "transit", "tool", "tool_name", "tool_frame", "tool_mass", "payload", "user_frame", "work_object",
        "configuration", "status_turn", "grip_check", "gripper",
    ]

    /// Of the tip of a tool, metres a second.
    private static let sensibleSpeed = 1e-3...5.0

    init(
        _ node: CellNode, unit: LengthUnit, frames: FrameTree, remarks: inout [CellRemark]
    ) throws(CellFileError) {
        self.init()
        let fields = try CellFields(node, known: Self.keys, "{speed: …, zone: …, tool: …, gripper: …}")
        if let node = fields["name"] { name = try node.line("the program's name") }
        try readMotion(fields, unit: unit)
        if let node = fields["home"] { home = try node.pose(&remarks) }
        try readTool(fields)
        if let node = fields["user_frame"] { userFrame = try node.integer(in: 0...255) }
        if let node = fields["work_object"] { workObject = try node.identifier() }
        if let node = fields["configuration"] { configuration = try node.armConfiguration() }
        if let node = fields["status_turn"] { statusAndTurn = try StatusAndTurn(node) }
        if let node = fields["grip_check"] { gripCheck = try GripCheck(node) }
        if let node = fields["gripper"] { (gripper, givesGripper) = (try GripperControl(node), true) }
        if let node = fields["tool_frame"] {
            toolFrame = try Self.toolFrame(node, frames: frames)
        } else if (try? frames.transform(from: "tool", to: "flange")) != nil {
            toolFrame = "tool"
        }
    }

    private mutating func readMotion(_ fields: CellFields, unit: LengthUnit) throws(CellFileError) {
        if let node = fields["speed"] { speed = try node.length(in: unit, sensible: Self.sensibleSpeed) }
        if let node = fields["approach_speed"] {
            approachSpeed = try node.length(in: unit, sensible: Self.sensibleSpeed)
        }
        if let node = fields["retreat_speed"] {
            retreatSpeed = try node.length(in: unit, sensible: Self.sensibleSpeed)
        }
        if let node = fields["joint_speed"] { jointSpeed = try node.number(in: 0.1...100, "percent") }
        if let node = fields["acceleration"] { acceleration = try node.length(in: unit, sensible: 1e-2...100) }
        if let node = fields["joint_acceleration"] {
            jointAcceleration = try node.number(in: 1...4000, "degrees a second squared") * .pi / 180
        }
        if let node = fields["zone"] { zone = try node.length(in: unit, sensible: 1e-4...0.5, zero: true) }
        if let node = fields["transit"] { transit = try node.length(in: unit, sensible: 1e-3...2, zero: true) }
    }

    private mutating func readTool(_ fields: CellFields) throws(CellFileError) {
        let mass = 1e-3...1000.0
        if let node = fields["tool"] { (tool, givesToolNumber) = (try node.integer(in: 0...255), true) }
        if let node = fields["tool_name"] { (toolName, givesToolName) = (try node.identifier(), true) }
        if let node = fields["tool_mass"] { toolMass = try node.number(in: mass, "kg") }
        guard let node = fields["payload"] else { return }
        payload = try node.number(in: mass, "kg")
        guard toolMass != nil else {
            throw fields.missing(
                "tool_mass", remedy: "write what the gripper weighs, in kg: the robot carries it and the object")
        }
    }

    /// A frame that hangs on the flange.
    static func toolFrame(_ node: CellNode, frames: FrameTree) throws(CellFileError) -> String {
        let name = try node.text("a frame's name")
        do throws(FrameTreeError) {
            _ = try frames.transform(from: name, to: "flange")
        } catch {
            throw node.error(.frames(error))
        }
        return name
    }

    /// The settings where the file has no such section: the tool's frame may still be there.
    init(frames: FrameTree) {
        self.init()
        if (try? frames.transform(from: "tool", to: "flange")) != nil { toolFrame = "tool" }
    }
}

extension ProgramSettings.GripperControl {
    static let keys = ["output", "closed", "wait", "open", "close"]

    fileprivate init(_ node: CellNode) throws(CellFileError) {
        self.init()
        let fields = try CellFields(node, known: Self.keys, "{output: 1, closed: on, wait: 0.5}")
        if let node = fields["output"] { output = try node.integer(in: 0...9999) }
        if let node = fields["wait"] { wait = try node.number(in: 0...60, "s") }
        if let node = fields["closed"] { closed = try node.level() }
        if let node = fields["open"] { open = try node.statements() }
        if let node = fields["close"] { close = try node.statements() }
    }
}

extension ProgramSettings.StatusAndTurn {
    static let keys = ["s", "t"]

    fileprivate init(_ node: CellNode) throws(CellFileError) {
        let fields = try CellFields(node, known: Self.keys, "{s: 6, t: 27}")
        self.init(
            status: try fields.required("s", remedy: "write KUKA's status, as the controller shows it")
                .integer(in: 0...31),
            turn: try fields.required("t", remedy: "write KUKA's turn, as the controller shows it").integer(in: 0...63))
    }
}

extension ProgramSettings.GripCheck {
    static let keys = ["input", "held", "width"]

    fileprivate init(_ node: CellNode) throws(CellFileError) {
        let fields = try CellFields(node, known: Self.keys, "{input: 3, held: on} or {width: \"…\"}")
        if let width = fields["width"] {
            if let other = fields["input"] ?? fields["held"] { throw other.error(.statedTwice(besides: "width")) }
            self = .width(try width.line("what the robot's language calls the distance between the fingers in mm"))
        } else {
            let input = try fields.required(
                "input", remedy: "write the number of the digital input, or width: and what measures it in mm")
            self = .input(try input.integer(in: 0...9999), held: try fields["held"].map(Self.level) ?? true)
        }
    }

    private static func level(_ node: CellNode) throws(CellFileError) -> Bool { try node.level() }

    /// As the file would write it.
    var setting: String {
        switch self {
        case .input(let number, let held): "{input: \(number), held: \(held ? "on" : "off")}"
        case .width(let expression): "{width: \"\(expression)\"}"
        }
    }
}

extension CellNode {
    /// Whether a signal is on.
    fileprivate func level() throws(CellFileError) -> Bool {
        let text = try text("on or off")
        guard ["on", "off", "true", "false"].contains(text) else {
            throw error(.wrongShape(expected: "on or off", found: "\"\(text.prefix(40))\""))
        }
        return text == "on" || text == "true"
    }

    /// A text on one line.
    fileprivate func line(_ expected: String) throws(CellFileError) -> String {
        let text = try text(expected)
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw error(.wrongShape(expected: "\(expected) on one line", found: "control characters"))
        }
        return text
    }

    fileprivate func statements() throws(CellFileError) -> [String] {
        let lines = try text("a statement of the robot's language").split(separator: "\n").map(String.init)
        guard lines.joined().unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw error(.wrongShape(expected: "statements, a line each", found: "control characters"))
        }
        return lines
    }

    fileprivate func identifier() throws(CellFileError) -> String {
        let text = try text("a name of letters, digits and _")
        let bytes = Array(text.utf8)
        guard bytes.count <= 32, bytes.allSatisfy(isWord), let first = bytes.first, isLetter(first) else {
            throw error(
                .wrongShape(
                    expected: "a name of at most 32 letters, digits and _, a letter first",
                    found: "\"\(text.prefix(40))\""))
        }
        return text
    }

    /// `N U T, 0, 0, 0`: flip, elbow and front, then turns.
    fileprivate func armConfiguration() throws(CellFileError) -> String {
        let text = try line("FANUC's configuration, such as \"N U T, 0, 0, 0\"")
        guard text.utf8.count <= 40, text.utf8.allSatisfy({ isWord($0) || [0x20, 0x2C, 0x2D, 0x2B].contains($0) })
        else {
            throw error(
                .wrongShape(expected: "letters, digits, spaces and commas", found: "\"\(text.prefix(40))\""))
        }
        return text
    }

    fileprivate func number(in range: ClosedRange<Double>, _ unit: String) throws(CellFileError) -> Double {
        let value = try number()
        guard range.contains(value) else {
            throw error(
                .wrongShape(
                    expected: "\(significant(range.lowerBound)) to \(significant(range.upperBound)) \(unit)",
                    found: significant(value)))
        }
        return value
    }

    fileprivate func integer(in range: ClosedRange<Int>) throws(CellFileError) -> Int {
        let value = try number()
        guard let whole = Int(exactly: value), range.contains(whole) else {
            throw error(
                .wrongShape(
                    expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
                    found: significant(value)))
        }
        return whole
    }
}
