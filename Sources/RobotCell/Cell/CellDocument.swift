import Files
import Yams

/// The text of a cell's file as a tree of ``CellNode``s.
///
/// The one place that knows the YAML library. Its parser holds nesting to 1,000 levels; size and aliases are held
/// here, for an alias to a collection that holds aliases multiplies work without bound.
enum CellDocument {
    static let sizeLimit = 256 * 1024
    static let aliasLimit = 16

    static func root(ofFile path: String) throws(CellFileError) -> CellNode {
        try root(of: try bytes(ofFile: path), file: path)
    }

    /// The first of the files that exists; `nil` if none does.
    static func root(ofFirst paths: [String]) throws(CellFileError) -> CellNode? {
        for path in paths {
            do throws(CellFileError) {
                return try root(ofFile: path)
            } catch {
                guard error.reason == .noSuchFile else { throw error }
            }
        }
        return nil
    }

    static func root(
        of bytes: [UInt8], file: String, sizeLimit: Int = sizeLimit
    ) throws(CellFileError) -> CellNode {
        guard bytes.count <= sizeLimit else { throw CellFileError(.tooLarge(limit: sizeLimit), file: file) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CellFileError(.notText(offset: firstInvalidByte(bytes)), file: file)
        }
        if let line = lineBeyondAliasLimit(bytes) {
            throw CellFileError(.tooManyAliases(limit: aliasLimit), file: file, line: line)
        }
        do {
            // Without the resolver's rules a scalar stays the text that it is: `no` is a name, `1_0` is no number.
            guard let node = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot() else {
                throw CellFileError(.empty, file: file)
            }
            if case .scalar(let scalar) = node, scalar.string.isEmpty { throw CellFileError(.empty, file: file) }
            return CellNode(node, file: file, key: "", line: node.mark?.line ?? 1)
        } catch let error as CellFileError {
            throw error
        } catch let error as YamlError {
            throw CellFileError(yaml: error, text: bytes, file: file)
        } catch {
            throw CellFileError(.malformed("\(error)"), file: file)
        }
    }

    static func bytes(ofFile path: String, limit: Int = sizeLimit) throws(CellFileError) -> [UInt8] {
        do throws(SmallFile.Failure) {
            return try SmallFile.bytes(of: path, limit: limit)
        } catch {
            switch error {
            case .noSuchFile: throw CellFileError(.noSuchFile, file: path)
            case .unreadable(let reason): throw CellFileError(.unreadable(reason), file: path)
            case .tooLarge: throw CellFileError(.tooLarge(limit: limit), file: path)
            }
        }
    }

    private static func firstInvalidByte(_ bytes: [UInt8]) -> Int {
        var decoder = UTF8()
        var source = bytes.makeIterator()
        var offset = 0
        while case .scalarValue(let scalar) = decoder.decode(&source) { offset += UTF8.width(scalar) }
        return offset
    }

    /// The line of the first alias too many.
    ///
    /// Lines that are a comment don't count. Stars before a word inside quotes and behind a value's comment do, which
    /// errs to the safe side.
    private static func lineBeyondAliasLimit(_ bytes: [UInt8]) -> Int? {
        var count = 0
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where line.first(where: { !isSpace($0) }) != UInt8(ascii: "#") {
            count += zip(line, line.dropFirst()).count { $0 == UInt8(ascii: "*") && isAnchorName($1) }
            if count > aliasLimit { return number + 1 }
        }
        return nil
    }

    private static func isAnchorName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension CellFileError {
    fileprivate init(yaml error: YamlError, text: [UInt8], file: String) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let whole = [context?.text, problem].compactMap(\.self).joined(separator: ", ")
            self.init(.malformed(whole), file: file, line: mark.line)
        case .reader(let problem, let offset, _, _):
            let line = offset.map { offset in 1 + text.prefix(offset).count { $0 == UInt8(ascii: "\n") } }
            self.init(.malformed(problem), file: file, line: line)
        case .duplicatedKeysInMapping(let names, let context):
            // The library marks the first of the two; the second is the one to look at.
            let name = names.first ?? ""
            let line = context.mark.line
            self.init(.duplicateKey(name), file: file, line: repeated(name, after: line, in: text) ?? line, key: name)
        default:
            self.init(.malformed("\(error)"), file: file)
        }
    }
}

/// The next line after `line` that begins with the key.
private func repeated(_ key: String, after line: Int, in text: [UInt8]) -> Int? {
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let start = Array("\(key):".utf8)
    return lines.indices.dropFirst(line).first { lines[$0].drop(while: isSpace).starts(with: start) }.map { $0 + 1 }
}
