import LinearAlgebra

/// The part of a Yaskawa job file that programs are made of.
enum INFORMGrammar {
    static func read(_ text: String) throws -> ReadProgram {
        guard !text.replacing("\r\n", with: "").contains("\n") else {
            throw Tokens.SyntaxError(description: "a line that doesn't end with CR LF")
        }
        var lines = ArraySlice(text.replacing("\r\n", with: "\n").split(separator: "\n").map(String.init))
        func failure(_ expected: String) -> Tokens.SyntaxError {
            .init(description: "\(expected) expected, not \(lines.first ?? "the end")")
        }
        func take(_ start: String) -> String? {
            guard let line = lines.first, line.hasPrefix(start) else { return nil }
            lines.removeFirst()
            return String(line.dropFirst(start.count))
        }
        func expect(_ start: String) throws -> String {
            guard let rest = take(start) else { throw failure(start) }
            return rest
        }
        var program = ReadProgram()
        guard try expect("/JOB").isEmpty else { throw failure("/JOB") }
        program.name = try expect("//NAME ")
        guard program.name.count <= 32, try expect("//POS").isEmpty else { throw failure("a name of 32 characters") }
        let count = try expect("///NPOS ").split(separator: ",").compactMap { Int($0) }
        guard count.count == 6, count.dropFirst().allSatisfy({ $0 == 0 }) else { throw failure("six counts") }
        var targets: [RigidTransform] = []
        if count[0] > 0 {
            _ = take("///USER ")
            guard Int(try expect("///TOOL ")) != nil, ["BASE", "USER"].contains(try expect("///POSTYPE ")),
                try expect("///RECTAN").isEmpty, try expect("///RCONF ").split(separator: ",").count == 8
            else { throw failure("a relative job's head") }
            for index in 0..<count[0] {
                let key = "C" + String(repeating: "0", count: 5 - "\(index)".count) + "\(index)="
                var tokens = try Tokens(try expect(key), comment: "'")
                let numbers = try tokens.numbers(6)
                try tokens.endLine()
                targets.append(try pose("yaskawa", numbers))
            }
        }
        guard try expect("//INST").isEmpty else { throw failure("//INST") }
        _ = try expect("///DATE ")
        guard try expect("///COMM ").count <= 32 else { throw failure("a short comment") }
        guard try expect("///ATTR ") == (targets.isEmpty ? "SC,RW" : "SC,RW,RJ") else { throw failure("attributes") }
        if !targets.isEmpty { _ = try expect("////FRAME ") }
        guard try expect("///GROUP1 ") == "RB1", try expect("NOP").isEmpty else { throw failure("NOP") }
        while let line = lines.popFirst(), line != "END" {
            if line.hasPrefix("'") {
                guard line.count <= 33 else { throw Tokens.SyntaxError(description: "comment too long: \(line)") }
                program.comments.append(String(line.dropFirst()))
                if let mass = line.firstMatch(of: /^'Carries ([0-9.]+) kg/)?.1 {
                    program.events.append(.payload(Double(mass) ?? .nan))
                }
            } else if let label = line.wholeMatch(of: /\*L([0-9]+)/)?.1 {
                guard program.openLabels.popLast() == Int(label) else { throw failure("its label") }
                program.events.append(.endIf)
            } else {
                try instruction(line, &program, targets)
            }
        }
        if !lines.isEmpty { throw failure("the end") }
        return program
    }

    private static func instruction(_ line: String, _ program: inout ReadProgram, _ targets: [RigidTransform]) throws {
        var tokens = try Tokens(line, comment: "'")
        let word = try tokens.word()
        switch word {
        case "MOVJ", "MOVL":
            let name = try tokens.word()
            guard name.hasPrefix("C"), name.count == 6, let index = Int(name.dropFirst()), index < targets.count else {
                throw tokens.failure("a position")
            }
            try tokens.expect(word == "MOVJ" ? "VJ" : "V", "=")
            let speed = try tokens.number()
            if word == "MOVL" {
                program.speed = speed / 1000
                program.speeds.append(speed / 1000)
            }
            try tokens.expect("PL", "=")
            let level = try tokens.integer()
            guard (0...8).contains(level) else { throw tokens.failure("a position level") }
            let zone = [0, 0.0125, 0.025, 0.05, 0.1][level]
            program.events.append(
                word == "MOVJ" ? .joint(targets[index], zone: zone) : .straight(targets[index], zone: zone))
        case "JUMP":
            try tokens.expect("*")
            let label = try tokens.word()
            guard label.hasPrefix("L"), let number = Int(label.dropFirst()) else { throw tokens.failure("a label") }
            program.openLabels.append(number)
            try tokens.expect("IF")
            let asked = try tokens.word()
            if asked == "IN" {
                try tokens.expect("#", "(")
                let input = try tokens.integer()
                try tokens.expect(")", "=")
                let level = try tokens.word()
                guard level == "ON" || level == "OFF" else { throw tokens.failure("ON or OFF") }
                program.events.append(.ifInput(input, level == "OFF"))
            } else {
                try tokens.expect("<", "=")
                program.events.append(.ifWider(asked, try tokens.number()))
            }
        case "DOUT":
            try tokens.expect("OT", "#", "(")
            let output = try tokens.integer()
            try tokens.expect(")")
            let level = try tokens.word()
            guard level == "ON" || level == "OFF" else { throw tokens.failure("ON or OFF") }
            program.events.append(.output(output, level == "ON"))
        case "TIMER":
            try tokens.expect("T", "=")
            program.events.append(.wait(try tokens.number()))
        case "MSG": program.events.append(.message(try tokens.string()))
        default: throw tokens.failure("an instruction")
        }
        try tokens.endLine()
    }
}
