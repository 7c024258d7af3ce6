import Files
import RobotCell

/// Reads over a template's tags before it is parsed: a name that doesn't exist would else leave a hole in a program,
/// and depth without bound would end the process.
struct TemplateCheck {
    static let depthLimit = 32

    private let bytes: [UInt8]
    private let isStatement: Bool
    private var position = 0
    private var line = 1
    private var open = Array("{{".utf8)
    private var close = Array("}}".utf8)
    private var sections: [String] = []

    /// - Parameters:
    ///   - names: every name that is somewhere known.
    ///   - transforms: every transform.
    ///   - isStatement: whether it is a statement of the cell's file, which stands inside a template and so may hold
    ///     neither sections nor itself.
    /// - Throws: the first tag that is wrong, with its line.
    static func check(
        _ text: String, file: String, names: Set<String>, transforms: [String], isStatement: Bool = false
    ) throws(RobotProgramError) {
        var check = TemplateCheck(bytes: Array(text.utf8), isStatement: isStatement)
        do throws(TemplateProblem) {
            try check.run(names, transforms)
        } catch {
            throw .template(file: file, line: check.line, error)
        }
    }

    private init(bytes: [UInt8], isStatement: Bool) {
        (self.bytes, self.isStatement) = (bytes, isStatement)
    }

    private mutating func run(_ names: Set<String>, _ transforms: [String]) throws(TemplateProblem) {
        while let start = find(open) {
            line += bytes[position..<start].count { $0 == UInt8(ascii: "\n") }
            position = start + open.count
            let isTriple = open == Array("{{".utf8) && position < bytes.count && bytes[position] == UInt8(ascii: "{")
            guard let end = find(isTriple ? Array("}}}".utf8) : close) else { throw .notClosed("a tag") }
            var tag = bytes[position..<end]
            if isTriple { tag = tag.dropFirst() }
            try read(tag, isTriple: isTriple, names, transforms)
            line += bytes[position..<end].count { $0 == UInt8(ascii: "\n") }
            position = end + (isTriple ? 3 : close.count)
            if let (first, last) = delimiters(in: tag), !isTriple { (open, close) = (first, last) }
        }
        if let section = sections.last { throw .notClosed("the section \"\(section)\"") }
    }

    private mutating func read(
        _ tag: ArraySlice<UInt8>, isTriple: Bool, _ names: Set<String>, _ transforms: [String]
    ) throws(TemplateProblem) {
        let sigil = tag.first ?? 0
        func name(_ part: ArraySlice<UInt8>) -> String {
            String(decoding: part, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        if isTriple { return try check(name(tag), names, transforms) }
        switch sigil {
        case UInt8(ascii: "!"), UInt8(ascii: "="), UInt8(ascii: "%"): return
        case UInt8(ascii: ">"), UInt8(ascii: "<"), UInt8(ascii: "$"): throw .partial
        case UInt8(ascii: "#"), UInt8(ascii: "^"):
            guard !isStatement else { throw .malformed("a statement holds values, no sections") }
            sections.append(name(tag.dropFirst()))
            guard sections.count <= Self.depthLimit else { throw .tooDeep(Self.depthLimit) }
            try check(name(tag.dropFirst()), names, transforms)
        case UInt8(ascii: "/"):
            guard sections.popLast() == name(tag.dropFirst()) else {
                throw .malformed("{{/\(name(tag.dropFirst()))}} closes no section that is open here")
            }
        case UInt8(ascii: "&"): try check(name(tag.dropFirst()), names, transforms)
        default: try check(name(tag), names, transforms)
        }
    }

    /// `outer(inner(a.b))`: transforms outside, the dotted name inside.
    private func check(_ tag: String, _ names: Set<String>, _ transforms: [String]) throws(TemplateProblem) {
        var parts = tag.split(separator: "(", omittingEmptySubsequences: false).map(String.init)
        let inner = parts.removeLast().filter { $0 != ")" }
        for name in parts where !transforms.contains(name) { throw .unknownTransform(name, known: transforms) }
        if inner.isEmpty, !parts.isEmpty { return }
        if inner.isEmpty || isStatement && inner == "." { throw .unknownName(inner, nearest: nil) }
        for name in inner.split(separator: ".").map(String.init) where !names.contains(name) {
            throw .unknownName(name, nearest: nearest(to: name, among: names.sorted()))
        }
    }

    /// The new marks of `{{=<% %>=}}`.
    private func delimiters(in tag: ArraySlice<UInt8>) -> ([UInt8], [UInt8])? {
        guard tag.first == UInt8(ascii: "="), tag.last == UInt8(ascii: "="), tag.count > 2 else { return nil }
        let words = tag.dropFirst().dropLast().split { $0 == 0x20 || $0 == 0x09 }
        guard words.count == 2 else { return nil }
        return (Array(words[0]), Array(words[1]))
    }

    private func find(_ mark: [UInt8]) -> Int? {
        guard bytes.count >= mark.count else { return nil }
        var start = position
        while start + mark.count <= bytes.count {
            if bytes[start] == mark[0], bytes[start..<start + mark.count].elementsEqual(mark) { return start }
            start += 1
        }
        return nil
    }
}
