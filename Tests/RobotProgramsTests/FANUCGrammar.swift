import LinearAlgebra

/// The part of a FANUC LS file that programs are made of: attributes, numbered instructions, positions.
enum FANUCGrammar {
    static func read(_ text: String) throws -> ReadProgram {
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        guard let body = lines.firstIndex(of: "/MN"), let list = lines.firstIndex(of: "/POS"),
            lines.last == "", lines.dropLast().last == "/END", lines[0].hasPrefix("/PROG  "), lines[1] == "/ATTR"
        else { throw Tokens.SyntaxError(description: "the sections are not /PROG, /ATTR, /MN, /POS, /END") }
        var program = ReadProgram()
        program.name = String(lines[0].dropFirst(7))
        let targets = try positions(lines[(list + 1)..<(lines.count - 2)].joined(separator: "\n"))
        for (index, line) in lines[(body + 1)..<list].enumerated() {
            guard let colon = line.firstIndex(of: ":"), Int(line[..<colon].drop { $0 == " " }) == index + 1,
                line.hasSuffix(" ;")
            else { throw Tokens.SyntaxError(description: "no numbered line: \(line)") }
            let instruction = String(line[line.index(after: colon)...].dropLast(2))
            let plain = instruction.drop { $0 == " " }
            if plain.hasPrefix("!") {
                guard plain.count <= 33 else { throw Tokens.SyntaxError(description: "remark too long: \(plain)") }
                program.comments.append(String(plain.dropFirst()))
                if let mass = plain.firstMatch(of: /^!Carries ([0-9.]+) kg/)?.1 {
                    program.events.append(.payload(Double(mass) ?? .nan))
                }
            } else if plain.hasPrefix("MESSAGE[") && plain.hasSuffix("]") {
                program.events.append(.message(String(plain.dropFirst(8).dropLast())))
            } else {
                try self.instruction(instruction, &program, targets)
            }
        }
        return program
    }

    private static func instruction(
        _ text: String, _ program: inout ReadProgram, _ targets: [Int: RigidTransform]
    ) throws {
        var tokens = try Tokens(text, comment: "!")
        let word = try tokens.word()
        switch word {
        case "UFRAME_NUM", "UTOOL_NUM":
            try tokens.expect("=")
            _ = try tokens.integer()
        case "J", "L":
            try tokens.expect("P", "[")
            guard let target = targets[try tokens.integer()] else { throw tokens.failure("a position") }
            try tokens.expect("]")
            let speed = try tokens.number()
            if word == "J" {
                try tokens.expect("%")
            } else {
                try tokens.expect("mm", "/", "sec")
                program.speed = speed / 1000
                program.speeds.append(speed / 1000)
            }
            let end = try tokens.word()
            let zone = end == "FINE" ? 0 : Double(end.dropFirst(3)).map { $0 / 1000 }
            guard let zone, end == "FINE" || end.hasPrefix("CNT"), zone <= 0.1 else {
                throw tokens.failure("CNT, FINE")
            }
            program.events.append(word == "J" ? .joint(target, zone: zone) : .straight(target, zone: zone))
        case "IF":
            let asked = try tokens.word()
            try tokens.expect("[")
            let number = try tokens.integer()
            try tokens.expect("]")
            // What stands before the label is done where the jump isn't.
            if asked == "DI" {
                try tokens.expect("=")
                let level = try tokens.word()
                guard level == "ON" || level == "OFF" else { throw tokens.failure("ON or OFF") }
                program.events.append(.ifInput(number, level == "OFF"))
            } else {
                try tokens.expect("<", "=")
                program.events.append(.ifWider("\(asked)[\(number)]", try tokens.number()))
            }
            try tokens.expect(",", "JMP", "LBL", "[")
            program.openLabels.append(try tokens.integer())
            try tokens.expect("]")
        case "LBL":
            try tokens.expect("[")
            guard program.openLabels.popLast() == (try tokens.integer()) else { throw tokens.failure("its label") }
            try tokens.expect("]")
            program.events.append(.endIf)
        case "DO":
            try tokens.expect("[")
            let output = try tokens.integer()
            try tokens.expect("]", "=")
            let level = try tokens.word()
            guard level == "ON" || level == "OFF" else { throw tokens.failure("ON or OFF") }
            program.events.append(.output(output, level == "ON"))
        case "WAIT":
            program.events.append(.wait(try tokens.number()))
            try tokens.expect("(", "sec", ")")
        default: throw tokens.failure("an instruction")
        }
        try tokens.endLine()
    }

    private static func positions(_ text: String) throws -> [Int: RigidTransform] {
        // The configuration stands in single quotes and is checked as it stands.
        guard text.isEmpty || text.contains("CONFIG : 'N U T, 0, 0, 0'") || text.contains("CONFIG : 'F U T, 0, 0, 0'")
        else { throw Tokens.SyntaxError(description: "no configuration") }
        var tokens = try Tokens(text, comment: "!")
        var found: [Int: RigidTransform] = [:]
        while tokens.next != nil {
            try tokens.expect("P", "[")
            let number = try tokens.integer()
            if tokens.take(.mark(":")) {
                guard try tokens.string().count <= 16 else { throw tokens.failure("a short comment") }
            }
            try tokens.expect("]", "{")
            try tokens.endLine()
            try tokens.expect("GP1", ":")
            try tokens.endLine()
            try tokens.expect("UF", ":")
            _ = try tokens.integer()
            try tokens.expect(",", "UT", ":")
            _ = try tokens.integer()
            try tokens.expect(",", "CONFIG", ":", "'")
            _ = (try tokens.word(), try tokens.word(), try tokens.word())
            try tokens.expect(",")
            _ = try tokens.numbers(3)
            try tokens.expect("'", ",")
            try tokens.endLine()
            var numbers: [Double] = []
            for (index, name) in ["X", "Y", "Z", "W", "P", "R"].enumerated() {
                try tokens.expect(name, "=")
                numbers.append(try tokens.number())
                try tokens.expect(index < 3 ? "mm" : "deg")
                if index < 5 { try tokens.expect(",") }
                if index == 2 || index == 5 { try tokens.endLine() }
            }
            try tokens.expect("}", ";")
            try tokens.endLine()
            guard number == found.count + 1 else { throw tokens.failure("the next number") }
            found[number] = try pose("fanuc", numbers)
        }
        return found
    }
}
