import LinearAlgebra

/// The part of KRL that programs are made of: a source and its data list, each one module.
enum KRLGrammar {
    /// - Parameter text: the source and behind it the data list.
    static func read(_ text: String) throws -> ReadProgram {
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        // Header lines hold free text.
        let plain = lines.map { $0.hasPrefix("&") ? "" : $0 }.joined(separator: "\n")
        guard let cut = plain.firstRange(of: "DEFDAT") else { throw Tokens.SyntaxError(description: "no DEFDAT") }
        let (frames, listName) = try data(String(plain[cut.lowerBound...]))
        return try source(String(plain[..<cut.lowerBound]), frames: frames, listName: listName)
    }

    private static func data(_ text: String) throws -> ([String: RigidTransform], String) {
        var tokens = try Tokens(text, comment: ";")
        var frames: [String: RigidTransform] = [:]
        try tokens.expect("DEFDAT")
        let name = try tokens.word()
        try tokens.endLine()
        while tokens.take("DECL") {
            try tokens.expect("FRAME")
            let point = try tokens.word()
            try tokens.expect("=")
            guard frames.updateValue(try frame(&tokens), forKey: point) == nil else {
                throw tokens.failure("a new name")
            }
            try tokens.endLine()
        }
        try tokens.expect("ENDDAT")
        return (frames, name)
    }

    private static func frame(_ tokens: inout Tokens) throws -> RigidTransform {
        try tokens.expect("{")
        var numbers: [Double] = []
        for (index, name) in ["X", "Y", "Z", "A", "B", "C"].enumerated() {
            if index > 0 { try tokens.expect(",") }
            try tokens.expect(name)
            numbers.append(try tokens.number())
        }
        try tokens.expect("}")
        return try pose("kuka", numbers)
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
