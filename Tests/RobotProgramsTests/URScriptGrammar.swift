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
        switch call {
        case "if":
            try tokens.expect("(")
            let asked = try tokens.word()
            if asked == "get_standard_digital_in" {
                try tokens.expect("(")
                let input = try tokens.integer()
                try tokens.expect(")", "=", "=")
                let level = try tokens.word()
                guard level == "True" || level == "False" else { throw tokens.failure("True or False") }
                program.events.append(.ifInput(input, level == "True"))
            } else {
                try tokens.expect(">")
                program.events.append(.ifWider(asked, try tokens.number()))
            }
            try tokens.expect(")", ":")
            try tokens.endLine()
            while !tokens.take("else") { try statement(&tokens, &program) }
            try tokens.expect(":")
            try tokens.endLine()
            program.events.append(.endIf)
            // What is said where nothing was held.
            while !tokens.take("end") { try statement(&tokens, &program) }
            return try tokens.endLine()
        default: break
        }
        try tokens.expect("(")
        switch call {
        case "set_payload":
            program.events.append(.payload(try tokens.number()))
            try tokens.expect(",", "[")
            _ = try tokens.numbers(3)
            try tokens.expect("]")
        case "set_tcp": program.tool = try pose(&tokens)
        case "movej", "movel":
            let target = try pose(&tokens)
            try tokens.expect(",", "a", "=")
            let acceleration = try tokens.number()
            if call == "movej" { program.jointAccelerations.append(acceleration) }
            try tokens.expect(",", "v", "=")
            let speed = try tokens.number()
            if call == "movel" {
                program.speed = speed
                program.speeds.append(speed)
            }
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
