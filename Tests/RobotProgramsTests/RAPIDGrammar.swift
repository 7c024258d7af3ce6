import LinearAlgebra

/// The part of RAPID that programs are made of: a module of data and one procedure.
enum RAPIDGrammar {
    static func read(_ text: String) throws -> ReadProgram {
        var tokens = try Tokens(text.replacing("\r\n", with: "\n"), comment: "!", doublesQuotes: true)
        var program = ReadProgram()
        var targets: [String: RigidTransform] = [:]
        var speeds: [String: Double] = [:]
        program.comments = tokens.comments
        try tokens.expect("MODULE")
        program.name = try tokens.word()
        try tokens.endLine()
        while tokens.take("LOCAL") {
            let isConstant = tokens.take("CONST")
            if !isConstant { try tokens.expect("PERS") }
            let type = try tokens.word()
            let name = try tokens.word()
            guard name.count <= 32 else { throw tokens.failure("a name of 32 characters") }
            try tokens.expect(":", "=")
            switch type {
            case "robtarget":
                try tokens.expect("[")
                targets[name] = try frame(&tokens)
                try tokens.expect(",", "[")
                _ = try tokens.numbers(4)
                try tokens.expect("]", ",", "[")
                for index in 0..<6 {
                    if index > 0 { try tokens.expect(",") }
                    // RAPID's own word for an axis that isn't there.
                    try tokens.expect("9", "E9")
                }
                try tokens.expect("]", "]")
            case "speeddata":
                try tokens.expect("[")
                speeds[name] = try tokens.numbers(4)[0] / 1000
                try tokens.expect("]")
            case "loaddata":
                try tokens.expect("[")
                guard try tokens.number() > 0 else { throw tokens.failure("a mass") }
                try tokens.expect(",", "[")
                _ = try tokens.numbers(3)
                try tokens.expect("]", ",", "[")
                _ = try tokens.numbers(4)
                try tokens.expect("]", ",")
                _ = try tokens.numbers(3)
                try tokens.expect("]")
                program.loads.insert(name)
            case "tooldata":
                try tokens.expect("[", "TRUE", ",", "[")
                program.tool = try frame(&tokens)
                try tokens.expect("]", ",", "[")
                guard try tokens.number() > 0 else { throw tokens.failure("a mass") }
                try tokens.expect(",", "[")
                _ = try tokens.numbers(3)
                try tokens.expect("]", ",", "[")
                _ = try tokens.numbers(4)
                try tokens.expect("]", ",")
                _ = try tokens.numbers(3)
                try tokens.expect("]", "]")
            default: throw tokens.failure("a type")
            }
            try tokens.expect(";")
            try tokens.endLine()
        }
        try tokens.expect("PROC")
        guard try tokens.word() == "\(program.name)_run" else { throw tokens.failure("the procedure") }
        try tokens.expect("(", ")")
        try tokens.endLine()
        while !tokens.take("ENDPROC") { try statement(&tokens, &program, targets, speeds) }
        try tokens.endLine()
        try tokens.expect("ENDMODULE")
        try tokens.endLine()
        if tokens.next != nil { throw tokens.failure("the end") }
        return program
    }

    /// `[x,y,z],[q1,q2,q3,q4]`.
    private static func frame(_ tokens: inout Tokens) throws -> RigidTransform {
        try tokens.expect("[")
        let position = try tokens.numbers(3)
        try tokens.expect("]", ",", "[")
        let quaternion = try tokens.numbers(4)
        try tokens.expect("]")
        return try pose("abb", position + quaternion)
    }

    private static func statement(
        _ tokens: inout Tokens, _ program: inout ReadProgram, _ targets: [String: RigidTransform],
        _ speeds: [String: Double]
    ) throws {
        let word = try tokens.word()
        switch word {
        case "ConfJ", "ConfL":
            try tokens.expect("\\")
            guard ["On", "Off"].contains(try tokens.word()) else { throw tokens.failure("On or Off") }
        case "MoveJ", "MoveL":
            guard let target = targets[try tokens.word()] else { throw tokens.failure("a robtarget") }
            try tokens.expect(",")
            guard let speed = speeds[try tokens.word()] else { throw tokens.failure("a speed") }
            if word == "MoveL" {
                program.speed = speed
                program.speeds.append(speed)
            }
            try tokens.expect(",")
            let zone = try tokens.word()
            let size = zone == "fine" ? 0 : (Double(zone.dropFirst()) ?? -1) / 1000
            guard zone == "fine" || size >= 0 else { throw tokens.failure("a zone") }
            try tokens.expect(",")
            _ = try tokens.word()
            try tokens.expect("\\", "WObj", ":", "=")
            _ = try tokens.word()
            program.events.append(word == "MoveJ" ? .joint(target, zone: size) : .straight(target, zone: size))
        case "GripLoad":
            let load = try tokens.word()
            guard load == "load0" || program.loads.contains(load) else { throw tokens.failure("a loaddata") }
            program.events.append(.payload(load == "load0" ? 0 : 1))
        case "IF":
            let asked = try tokens.word()
            if asked == "DInput" {
                try tokens.expect("(")
                let signal = try tokens.word()
                guard signal.hasPrefix("di"), let input = Int(signal.dropFirst(2)) else {
                    throw tokens.failure("a signal")
                }
                try tokens.expect(")", "=")
                program.events.append(.ifInput(input, try tokens.integer() == 1))
            } else {
                try tokens.expect(">")
                program.events.append(.ifWider(asked, try tokens.number()))
            }
            try tokens.expect("THEN")
            return try tokens.endLine()
        case "ELSE":
            program.events.append(.endIf)
            return try tokens.endLine()
        case "ENDIF": return try tokens.endLine()
        case "SetDO":
            let signal = try tokens.word()
            guard signal.hasPrefix("do"), let output = Int(signal.dropFirst(2)) else {
                throw tokens.failure("a signal")
            }
            try tokens.expect(",")
            program.events.append(.output(output, try tokens.integer() == 1))
        case "WaitTime": program.events.append(.wait(try tokens.number()))
        case "TPWrite": program.events.append(.message(try tokens.string()))
        default: throw tokens.failure("a statement of RAPID")
        }
        try tokens.expect(";")
        try tokens.endLine()
    }
}
