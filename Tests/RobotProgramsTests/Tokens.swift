/// A program's text as tokens, for the small parsers by which the tests read programs back.
///
/// What a language has in common with the next: words, numbers, strings in double quotes, marks, ends of lines. Numbers
/// are held to what every controller reads: no exponent, no sign before a zero.
struct Tokens {
    enum Token: Equatable {
        case word(String), number(String), string(String), mark(Character), lineEnd
    }

    struct SyntaxError: Error, CustomStringConvertible {
        var description: String
    }

    private(set) var all: [(token: Token, line: Int)] = []
    private(set) var comments: [String] = []
    private var position = 0

    /// - Parameters:
    ///   - comment: what begins a comment, to the end of the line.
    ///   - doublesQuotes: whether `""` inside a string means a quote.
    init(_ text: String, comment: String, doublesQuotes: Bool = false, wordMarks: String = "_$") throws {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            try read(
                Array(line), number: index + 1, comment: Array(comment), doublesQuotes: doublesQuotes,
                wordMarks: wordMarks)
        }
    }

    private mutating func read(
        _ line: [Character], number: Int, comment: [Character], doublesQuotes: Bool, wordMarks: String
    ) throws {
        var i = 0
        let start = all.count
        while i < line.count {
            let c = line[i]
            if c.isWhitespace {
                i += 1
            } else if line[i...].starts(with: comment) {
                comments.append(String(line[(i + comment.count)...]))
                break
            } else if c.isASCII && (c.isLetter || wordMarks.contains(c)) {
                let end = line[i...].firstIndex {
                    !($0.isASCII && ($0.isLetter || $0.isNumber || wordMarks.contains($0)))
                }
                all.append((.word(String(line[i..<(end ?? line.count)])), number))
                i = end ?? line.count
            } else if c.isNumber || c == "-" && i + 1 < line.count && line[i + 1].isNumber {
                let end = line[(i + 1)...].firstIndex { !($0.isASCII && ($0.isNumber || $0 == ".")) } ?? line.count
                all.append((.number(String(line[i..<end])), number))
                i = end
            } else if c == "\"" {
                var text = ""
                i += 1
                while true {
                    guard i < line.count else { throw SyntaxError(description: "line \(number): string without end") }
                    if line[i] == "\"" {
                        guard doublesQuotes, i + 1 < line.count, line[i + 1] == "\"" else { break }
                        i += 1
                    }
                    text.append(line[i])
                    i += 1
                }
                i += 1
                all.append((.string(text), number))
            } else {
                all.append((.mark(c), number))
                i += 1
            }
        }
        if all.count > start { all.append((.lineEnd, number)) }
    }

    var next: Token? { position < all.count ? all[position].token : nil }

    func failure(_ expected: String) -> SyntaxError {
        guard position < all.count else { return SyntaxError(description: "\(expected) expected at the end") }
        return SyntaxError(description: "line \(all[position].line): \(expected) expected, not \(all[position].token)")
    }

    mutating func take(_ token: Token) -> Bool {
        guard next == token else { return false }
        position += 1
        return true
    }

    mutating func take(_ word: String) -> Bool { take(.word(word)) }

    /// Words, marks and numbers as they stand: `"$VEL . CP ="`.
    mutating func expect(_ tokens: String...) throws {
        for text in tokens {
            let token: Token =
                if let first = text.first, first.isNumber || first == "-" && text.count > 1 {
                    .number(text)
                } else if text.count == 1, let mark = text.first, !mark.isLetter { .mark(mark) } else { .word(text) }
            guard take(token) else { throw failure(text) }
        }
    }

    mutating func endLine() throws {
        guard take(.lineEnd) else { throw failure("the end of the line") }
    }

    mutating func word() throws -> String {
        guard case .word(let word) = next else { throw failure("a word") }
        position += 1
        return word
    }

    mutating func string() throws -> String {
        guard case .string(let text) = next else { throw failure("a string") }
        position += 1
        return text
    }

    mutating func number() throws -> Double {
        guard case .number(let text) = next, let value = Double(text) else { throw failure("a number") }
        guard value != 0 || !text.hasPrefix("-"), !text.hasSuffix(".") else { throw failure("a controller's number") }
        position += 1
        return value
    }

    mutating func integer() throws -> Int {
        guard case .number(let text) = next, let value = Int(text) else { throw failure("a whole number") }
        position += 1
        return value
    }

    /// Numbers with these marks between them.
    mutating func numbers(_ count: Int, between mark: String = ",") throws -> [Double] {
        var values: [Double] = []
        for index in 0..<count {
            if index > 0 { try expect(mark) }
            values.append(try number())
        }
        return values
    }
}
