import LinearAlgebra

extension ProgramSettings {
    private static let keys = [
        "name", "speed", "joint_speed", "acceleration", "zone", "tool", "tool_name", "tool_frame", "tool_mass",
        "user_frame", "work_object", "configuration", "gripper",
    ]

    init(_ node: CellNode, unit: LengthUnit, frames: FrameTree) throws(CellFileError) {
        self.init()
        let fields = try CellFields(node, known: Self.keys, "{speed: …, zone: …, tool: …, gripper: …}")
        if let node = fields["name"] { name = try node.line("the program's name") }
        if let node = fields["speed"] { speed = try node.length(in: unit, sensible: 1e-3...5) }
        if let node = fields["joint_speed"] { jointSpeed = try node.number(in: 0.1...100, "percent") }
        if let node = fields["acceleration"] { acceleration = try node.length(in: unit, sensible: 1e-2...100) }
        if let node = fields["zone"] { zone = try node.length(in: unit, sensible: 1e-4...0.5, zero: true) }
        if let node = fields["tool"] { tool = try node.integer(in: 0...255) }
        if let node = fields["tool_name"] { toolName = try node.identifier() }
        if let node = fields["tool_mass"] { toolMass = try node.number(in: 1e-3...1000, "kg") }
        if let node = fields["user_frame"] { userFrame = try node.integer(in: 0...255) }
        if let node = fields["work_object"] { workObject = try node.identifier() }
        if let node = fields["configuration"] { configuration = try node.armConfiguration() }
        if let node = fields["gripper"] { gripper = try GripperControl(node) }
        if let node = fields["tool_frame"] {
            let name = try node.text("a frame's name")
            do throws(FrameTreeError) {
                _ = try frames.transform(from: name, to: "flange")
            } catch {
                throw node.error(.frames(error))
            }
            toolFrame = name
        } else if (try? frames.transform(from: "tool", to: "flange")) != nil {
            toolFrame = "tool"
        }
    }

    /// The settings where the file has no such section: the tool's frame may still be there.
    init(frames: FrameTree) {
        self.init()
        if (try? frames.transform(from: "tool", to: "flange")) != nil { toolFrame = "tool" }
    }
}

extension ProgramSettings.GripperControl {
    fileprivate init(_ node: CellNode) throws(CellFileError) {
        self.init()
        let fields = try CellFields(
            node, known: ["output", "closed", "wait", "open", "close"], "{output: 1, closed: on, wait: 0.5}")
        if let node = fields["output"] { output = try node.integer(in: 0...9999) }
        if let node = fields["wait"] { wait = try node.number(in: 0...60, "s") }
        if let node = fields["closed"] {
            let text = try node.text("on or off")
            guard ["on", "off", "true", "false"].contains(text) else {
                throw node.error(.wrongShape(expected: "on or off", found: "\"\(text.prefix(40))\""))
            }
            closed = text == "on" || text == "true"
        }
        if let node = fields["open"] { open = try node.statements() }
        if let node = fields["close"] { close = try node.statements() }
    }
}

extension CellNode {
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
