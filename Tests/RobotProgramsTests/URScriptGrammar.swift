import LinearAlgebra

/// The part of URScript that programs are made of: one function of calls.
enum URScriptGrammar {
    static func read(_ text: String) throws -> ReadProgram {
        var tokens = try Tokens(text, comment: "#")
        var program = ReadProgram()
        program.comments = tokens.comments
        try tokens.expect("def")
        program.name = try tokens.word()
        try tokens.expect("(", ")", ":")
        try tokens.endLine()
        while !tokens.take("end") { try statement(&tokens, &program) }
        try tokens.endLine()
        if tokens.next != nil { throw tokens.failure("the end") }
        return program
    }

    private static func statement(_ tokens: inout Tokens, _ program: inout ReadProgram) throws {
        let call = try tokens.word()
        try tokens.expect("(")
        switch call {
        case "set_tcp": program.tool = try pose(&tokens)
        case "movej", "movel":
            let target = try pose(&tokens)
            try tokens.expect(",", "a", "=")
            _ = try tokens.number()
            try tokens.expect(",", "v", "=")
            let speed = try tokens.number()
            if call == "movel" { program.speed = speed }
            try tokens.expect(",", "r", "=")
            let zone = try tokens.number()
            program.events.append(call == "movej" ? .joint(target, zone: zone) : .straight(target, zone: zone))
        case "set_standard_digital_out":
            let output = try tokens.integer()
            try tokens.expect(",")
            let level = try tokens.word()
            guard level == "True" || level == "False" else { throw tokens.failure("True or False") }
            program.events.append(.output(output, level == "True"))
        case "sleep": program.events.append(.wait(try tokens.number()))
        case "textmsg": program.events.append(.message(try tokens.string()))
        default:
            var arguments: [Double] = []
            while case .number = tokens.next {
                arguments.append(try tokens.number())
                _ = tokens.take(.mark(","))
            }
            program.events.append(.statement("\(call)\(arguments)"))
        }
        try tokens.expect(")")
        try tokens.endLine()
    }

    private static func pose(_ tokens: inout Tokens) throws -> RigidTransform {
        try tokens.expect("p", "[")
        let numbers = try tokens.numbers(6)
        try tokens.expect("]")
        return try RobotProgramsTests.pose("ur", numbers)
    }
}
