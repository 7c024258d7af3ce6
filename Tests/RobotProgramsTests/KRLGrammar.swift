import LinearAlgebra

/// The part of KRL that programs are made of: a source and its data list, each one module.
enum KRLGrammar {
    /// - Parameter text: the source and behind it the data list.
    static func read(_ text: String) throws -> ReadProgram {
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        // Header lines hold free text.
        let plain = lines.map { $0.hasPrefix("&") ? "" : $0 }.joined(separator: "\n")
        guard let cut = plain.firstRange(of: "DEFDAT") else { throw Tokens.SyntaxError(description: "no DEFDAT") }
        let list = try data(String(plain[cut.lowerBound...]))
        var program = try source(String(plain[..<cut.lowerBound]), frames: list.frames, listName: list.name)
        program.statusAndTurn = list.statusAndTurn
        return program
    }

    private static func data(
        _ text: String
    ) throws -> (frames: [String: RigidTransform], name: String, statusAndTurn: [[Double]]) {
        var tokens = try Tokens(text, comment: ";")
        var frames: [String: RigidTransform] = [:]
        try tokens.expect("DEFDAT")
        let name = try tokens.word()
        try tokens.endLine()
        var statusAndTurn: [[Double]] = []
        while tokens.take("DECL") {
            let hasStatus = tokens.take("POS")
            if !hasStatus { try tokens.expect("FRAME") }
            let point = try tokens.word()
            try tokens.expect("=")
            let (pose, status) = try position(&tokens, hasStatus: hasStatus)
            guard frames.updateValue(pose, forKey: point) == nil else { throw tokens.failure("a new name") }
            if hasStatus { statusAndTurn.append(status) }
            try tokens.endLine()
        }
        try tokens.expect("ENDDAT")
        return (frames, name, statusAndTurn)
    }

    private static func frame(_ tokens: inout Tokens) throws -> RigidTransform {
        try position(&tokens, hasStatus: false).pose
    }

    private static func position(
        _ tokens: inout Tokens, hasStatus: Bool
    ) throws -> (pose: RigidTransform, status: [Double]) {
        try tokens.expect("{")
        var numbers: [Double] = []
        for (index, name) in ["X", "Y", "Z", "A", "B", "C"].enumerated() {
            if index > 0 { try tokens.expect(",") }
            try tokens.expect(name)
            numbers.append(try tokens.number())
        }
        var status: [Double] = []
        if hasStatus {
            for name in ["S", "T"] {
                try tokens.expect(",", name)
                status.append(try tokens.number())
            }
        }
        try tokens.expect("}")
        return (try pose("kuka", numbers), status)
    }

    private static func source(
        _ text: String, frames: [String: RigidTransform], listName: String
    ) throws -> ReadProgram {
        var tokens = try Tokens(text, comment: ";")
        var program = ReadProgram()
        var (zone, isStarted) = (0.0, false)
        program.comments = tokens.comments
        try tokens.expect("DEF")
        program.name = try tokens.word()
        guard program.name == listName, program.name.count <= 24 else { throw tokens.failure("the list's name") }
        try tokens.expect("(", ")")
        try tokens.endLine()
        while !tokens.take("END") {
            switch try tokens.word() {
            case "BAS":
                try tokens.expect("(", "#")
                let task = try tokens.word()
                guard task == "INITMOV" || task == "VEL_PTP" else { throw tokens.failure("a task of BAS") }
                try tokens.expect(",")
                _ = try tokens.number()
                try tokens.expect(")")
            case "$VEL":
                try tokens.expect(".", "CP", "=")
                program.speed = try tokens.number()
            case "$LOAD":
                try tokens.expect("=", "{", "M")
                program.events.append(.payload(try tokens.number()))
                try tokens.expect(",", "CM", "{")
                for (index, name) in ["X", "Y", "Z", "A", "B", "C"].enumerated() {
                    if index > 0 { try tokens.expect(",") }
                    try tokens.expect(name)
                    _ = try tokens.number()
                }
                try tokens.expect("}", ",", "J", "{", "X", "0", ",", "Y", "0", ",", "Z", "0", "}", "}")
            case "IF":
                let asked = try tokens.word()
                if asked == "$IN" {
                    try tokens.expect("[")
                    let input = try tokens.integer()
                    try tokens.expect("]", "=", "=")
                    let level = try tokens.word()
                    guard level == "TRUE" || level == "FALSE" else { throw tokens.failure("TRUE or FALSE") }
                    program.events.append(.ifInput(input, level == "TRUE"))
                } else {
                    try tokens.expect(">")
                    program.events.append(.ifWider(asked, try tokens.number()))
                }
                try tokens.expect("THEN")
            case "ELSE": program.events.append(.endIf)
            case "ENDIF": break
            case "$ACC":
                try tokens.expect(".", "CP", "=")
                _ = try tokens.number()
            case "$APO":
                try tokens.expect(".")
                let kind = try tokens.word()
                try tokens.expect("=")
                let value = try tokens.number()
                if kind == "CDIS" {
                    zone = value / 1000
                } else if kind != "CPTP" {
                    throw tokens.failure("CDIS or CPTP")
                }
            case "$BASE", "$TOOL":
                try tokens.expect("=")
                if tokens.next == .mark("{") {
                    program.tool = try frame(&tokens)
                } else if try tokens.word() != "$NULLFRAME" {
                    try tokens.expect("[")
                    _ = try tokens.integer()
                    try tokens.expect("]")
                }
            case "$OUT":
                try tokens.expect("[")
                let output = try tokens.integer()
                try tokens.expect("]", "=")
                let level = try tokens.word()
                guard level == "TRUE" || level == "FALSE" else { throw tokens.failure("TRUE or FALSE") }
                program.events.append(.output(output, level == "TRUE"))
            case "WAIT":
                try tokens.expect("SEC")
                program.events.append(.wait(try tokens.number()))
            case "PTP":
                let target = try tokens.word()
                // The block coincidence comes before all other motion.
                if target == "$AXIS_ACT" {
                    isStarted = true
                } else {
                    let blends = tokens.take("C_PTP")
                    if blends { try tokens.expect("C_DIS") }
                    guard isStarted, let pose = frames[target] else { throw tokens.failure("a known point") }
                    program.events.append(.joint(pose, zone: blends ? zone : 0))
                }
            case "LIN":
                guard isStarted, let pose = frames[try tokens.word()] else { throw tokens.failure("a known point") }
                program.speeds.append(program.speed ?? .nan)
                program.events.append(.straight(pose, zone: tokens.take("C_DIS") ? zone : 0))
            default: throw tokens.failure("a statement of KRL")
            }
            try tokens.endLine()
        }
        try tokens.endLine()
        if tokens.next != nil { throw tokens.failure("the end") }
        return program
    }
}
