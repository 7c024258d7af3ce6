import Files
import LinearAlgebra
import Yams

extension CellFile {
    /// Adds a frame to a cell's file, or replaces its parent, pose and uncertainty: ``text(_:name:setting:)``.
    ///
    /// - Throws: ``CellFileError``, or `OutputFileError` where the file can't be written.
    public static func write(_ entry: FrameEntry, into path: String) throws {
        let text = try text(try CellDocument.bytes(ofFile: path), name: path, setting: entry)
        let file = try OutputFile(path: path)
        try file.write(text)
        try file.commit()
    }

    /// The text of a cell's file with a frame added, or its parent, pose and uncertainty replaced; comments and everything
    /// else stay as they are.
    ///
    /// - Throws: ``CellFileError`` where the file isn't a cell's, or writes its frames in a way that can't be changed in its
    ///   place (an alias, frames merged from elsewhere).
    public static func text(
        _ bytes: [UInt8], name: String, setting entry: FrameEntry
    ) throws(CellFileError) -> String {
        _ = try CellDraft(try CellDocument.root(of: bytes, file: name))
        let before = String(decoding: bytes, as: UTF8.self)
        var edit = FrameEdit(before)
        if let problem = edit.set(entry) { throw CellFileError(.notEditable(problem), file: name, key: "frames") }
        // Whatever was done to the text, it has to say what it should and nothing else.
        guard let was = try? compose(yaml: before, .basic)?.mapping,
            let now = try? compose(yaml: edit.text, .basic)?.mapping,
            without(entry.name, was) == without(entry.name, now)
        else { throw CellFileError(.notEditable("its layout isn't understood"), file: name, key: "frames") }
        let tree = try CellDraft(try CellDocument.root(of: Array(edit.text.utf8), file: name)).frames
        guard let frame = tree.frame(named: entry.name), frame.parent == entry.parent,
            let pose = frame.parentFromFrame,
            PoseDifference(from: pose, to: entry.parentFromFrame).distance < 1e-9
        else { throw CellFileError(.notEditable("its layout isn't understood"), file: name, key: "frames") }
        return edit.text
    }

    /// The keys and values but one frame.
    private static func without(_ frame: String, _ root: Node.Mapping) -> [Node: Node] {
        var values: [Node: Node] = [:]
        for (key, value) in root {
            if key.string == "frames" {
                for (name, entry) in value.mapping ?? [:] where name.string != frame {
                    values[Node([Node("frames"), name])] = entry
                }
            } else {
                values[key] = value
            }
        }
        return values
    }
}

/// A change of one entry of `frames:` in the lines of a file.
private struct FrameEdit {
    private var lines: [String]
    private let newline: String
    private static let step = "  "

    init(_ text: String) {
        newline = text.contains("\r\n") ? "\r\n" : "\n"
        lines = text.split(separator: newline, omittingEmptySubsequences: false).map(String.init)
    }

    var text: String { lines.joined(separator: newline) }

    /// What stands in the way; nil where the change is made.
    mutating func set(_ entry: FrameEntry) -> String? {
        guard let root = try? compose(yaml: text, .basic)?.mapping else { return "its layout isn't understood" }
        guard let (key, value) = root.first(where: { $0.key.string == "frames" }) else { return addSection(entry) }
        guard let frames = value.mapping, let keyLine = key.mark?.line else { return "its layout isn't understood" }
        if isFlow(frames) { return setInFlow(entry, frames, keyLine) }
        if let found = frames.first(where: { $0.key.string == entry.name }) {
            guard let mark = found.key.mark, let mapping = found.value.mapping else { return "it is an alias" }
            return isFlow(mapping)
                ? replaceFlow(at: mapping.mark, with: entry.flow) : replaceBlock(entry, mapping, keyLine: mark.line - 1)
        }
        // Behind the last line that belongs to the frames, as far in as the others.
        guard let first = frames.first?.key.mark else { return "its layout isn't understood" }
        let end = blockEnd(after: keyLine - 1)
        lines.insert(contentsOf: entry.lines(indent: String(repeating: " ", count: first.column - 1)), at: end)
        return nil
    }

    private mutating func addSection(_ entry: FrameEntry) -> String? {
        while lines.last?.isEmpty == true { lines.removeLast() }
        lines += ["", "frames:"] + entry.lines() + [""]
        return nil
    }

    /// Whether a mapping is written in braces; the library's own word for that is the one of its end, which has none.
    private func isFlow(_ mapping: Node.Mapping) -> Bool {
        guard let mark = mapping.mark, lines.indices.contains(mark.line - 1) else { return false }
        return lines[mark.line - 1][position(mark)...].first == "{"
    }

    /// The line behind the last that is further in than this one.
    private func blockEnd(after line: Int) -> Int {
        let outer = indent(of: lines[line])
        var end = line + 1
        for index in (line + 1)..<max(lines.count, line + 1) {
            if isBlank(lines[index]) { continue }
            guard indent(of: lines[index]) > outer else { break }
            end = index + 1
        }
        return end
    }

    /// Blank, or nothing but a comment.
    private func isBlank(_ line: String) -> Bool {
        let first = line.first { $0 != " " && $0 != "\t" }
        return first == nil || first == "#"
    }

    private func indent(of line: String) -> Int { line.prefix { $0 == " " }.count }

    /// `frames: {…}`: the whole section on one line or a few.
    private mutating func setInFlow(_ entry: FrameEntry, _ frames: Node.Mapping, _ keyLine: Int) -> String? {
        if let found = frames.first(where: { $0.key.string == entry.name }) {
            guard let mapping = found.value.mapping, isFlow(mapping) else { return "it is an alias" }
            return replaceFlow(at: mapping.mark, with: entry.flow)
        }
        guard let end = flowEnd(from: frames.mark) else { return "its layout isn't understood" }
        let comma = frames.isEmpty ? "" : ", "
        lines[end.line].insert(contentsOf: "\(comma)\(entry.name): \(entry.flow)", at: end.index)
        return nil
    }

    /// The whole of `{…}` that begins at a mark.
    private mutating func replaceFlow(at mark: Mark?, with text: String) -> String? {
        guard let mark, let end = flowEnd(from: mark) else { return "its layout isn't understood" }
        let (first, start) = (mark.line - 1, position(mark))
        let behind = lines[end.line][end.index...].dropFirst()
        // Comments between the lines of an entry stand before it then.
        let comments = (first..<end.line).compactMap { line in
            comment(in: lines[line]).map { String(repeating: " ", count: indent(of: lines[first])) + $0 }
        }
        lines.replaceSubrange(first...end.line, with: comments + [lines[first][..<start] + text + behind])
        return nil
    }

    private func position(_ mark: Mark) -> String.Index {
        let line = lines[mark.line - 1]
        return line.unicodeScalars.index(
            line.startIndex, offsetBy: mark.column - 1, limitedBy: line.endIndex) ?? line.endIndex
    }

    /// Where the brace that begins at a mark is closed.
    private func flowEnd(from mark: Mark?) -> (line: Int, index: String.Index)? {
        guard let mark, lines.indices.contains(mark.line - 1) else { return nil }
        var (depth, quote) = (0, nil as Character?)
        var start = position(mark)
        guard start < lines[mark.line - 1].endIndex, lines[mark.line - 1][start] == "{" else { return nil }
        for line in (mark.line - 1)..<lines.count {
            let text = lines[line]
            var index = line == mark.line - 1 ? start : text.startIndex
            while index < text.endIndex {
                let character = text[index]
                switch (quote, character) {
                case ("\"", "\\"): index = text.index(after: index)
                case (let open?, _): if character == open { quote = nil }
                case (nil, "\""), (nil, "'"): quote = character
                case (nil, "{"), (nil, "["): depth += 1
                case (nil, "}"), (nil, "]"):
                    depth -= 1
                    if depth == 0 { return (line, index) }
                case (nil, "#") where index == text.startIndex || text[text.index(before: index)].isWhitespace:
                    index = text.index(before: text.endIndex)
                default: break
                }
                if index < text.endIndex { index = text.index(after: index) }
            }
            start = text.endIndex
        }
        return nil
    }

    /// The comment at a line's end, outside of quotes.
    private func comment(in line: String) -> String? {
        var quote: Character?
        var previous: Character = " "
        for index in line.indices {
            let character = line[index]
            if let open = quote {
                if character == open && previous != "\\" { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "#" && previous.isWhitespace {
                return String(line[index...])
            }
            previous = character
        }
        return nil
    }

    /// An entry with a line for each key: parent and pose get theirs, what was said of the uncertainty goes.
    private mutating func replaceBlock(_ entry: FrameEntry, _ mapping: Node.Mapping, keyLine: Int) -> String? {
        let keys = mapping.compactMap { key, _ in key.mark.map { (name: key.string ?? "", line: $0.line - 1) } }
        guard keys.count == mapping.count, let first = keys.first, first.line > keyLine else {
            return "its layout isn't understood"
        }
        let indent = String(lines[first.line].prefix { $0 == " " })
        var result: [String] = []
        for (place, key) in keys.enumerated() {
            let end = place + 1 < keys.count ? keys[place + 1].line : blockEnd(after: keyLine)
            let own = lines[key.line..<end]
            let comment = comment(in: own.first ?? "").map { "  \($0)" } ?? ""
            // Comments and blank lines between two keys belong to neither.
            let between = own.dropFirst().filter(isBlank)
            switch key.name {
            case "parent": result.append("\(indent)parent: \(entry.parent)\(comment)")
            case "pose": result += ["\(indent)\(entry.poseLine)\(comment)"] + entry.covarianceLines(indent: indent)
            default: break
            }
            result += between
        }
        lines.replaceSubrange(first.line..<blockEnd(after: keyLine), with: result)
        return nil
    }
}
