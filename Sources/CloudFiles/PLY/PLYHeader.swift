import PointClouds

/// The header of a PLY file: its elements, each with rows of properties.
struct PLYHeader {
    struct Property {
        var name: String
        var type: ScalarType
        /// The type of a list's length; `nil` where there is one value a row.
        var countType: ScalarType?
    }

    struct Element {
        var name: String
        var rows: Int
        var properties: [Property]

        var hasLists: Bool { properties.contains { $0.countType != nil } }

        /// Bytes of a row in binary, all lists taken as empty.
        var leastStride: Int { properties.reduce(0) { $0 + ($1.countType ?? $1.type).size } }
    }

    var elements: [Element] = []
    var encoding: CloudEncoding = .ascii
    var comments: [FileComment] = []
    var bodyOffset = 0
    var terminator = UInt8(ascii: "\n")

    init(file: InputFile) throws(CloudFileError) {
        let text = try HeaderText.read(from: file, endingWith: "END_HEADER")
        bodyOffset = text.bodyOffset
        terminator = text.terminator
        var hasFormat = false
        for line in text.lines {
            guard let keyword = line.words.first?.lowercased() else { continue }
            func failure(_ problem: CloudFileError.HeaderProblem) -> CloudFileError {
                .header(path: file.path, line: line.number, problem)
            }
            switch keyword {
            case "ply", "end_header": break
            case "comment", "obj_info":
                let kind: FileComment.Kind = keyword == "comment" ? .comment : .objectInfo
                let rest = line.text.drop { $0 == " " || $0 == "\t" }.dropFirst(keyword.count)
                comments.append(FileComment(kind: kind, text: String(rest.first == " " ? rest.dropFirst() : rest)))
            case "format":
                guard line.words.count > 1, let encoding = Self.encodings[line.words[1].lowercased()] else {
                    throw failure(.badValue(keyword: keyword, text: line.words.dropFirst().joined(separator: " ")))
                }
                self.encoding = encoding
                hasFormat = true
            case "element":
                guard line.words.count == 3, let rows = Int(line.words[2]), rows >= 0 else {
                    throw failure(.badValue(keyword: keyword, text: line.words.dropFirst().joined(separator: " ")))
                }
                let name = String(line.words[1])
                if name == "vertex", elements.contains(where: { $0.name == name }) {
                    throw failure(.repeatedElement(name))
                }
                elements.append(Element(name: name, rows: rows, properties: []))
            case "property":
                let property = try Self.property(line, path: file.path)
                guard !elements.isEmpty else { throw failure(.noElement(property: property.name)) }
                elements[elements.count - 1].properties.append(property)
            default:
                throw failure(.unexpectedLine(String(line.text.prefix(60))))
            }
        }
        let last = text.lines.count
        guard hasFormat else { throw .header(path: file.path, line: last, .noLine("format")) }
        for element in elements where element.name == "vertex" && element.rows > 0 && element.properties.isEmpty {
            throw .header(path: file.path, line: last, .noProperties(element: element.name))
        }
    }

    private static func property(_ line: HeaderText.Line, path: String) throws(CloudFileError) -> Property {
        func type(_ word: Substring) throws(CloudFileError) -> ScalarType {
            guard let type = ScalarType(plyName: word) else {
                throw .header(path: path, line: line.number, .unsupportedType(String(word)))
            }
            return type
        }
        let words = line.words
        if words.count == 5, words[1].lowercased() == "list" {
            return Property(name: String(words[4]), type: try type(words[3]), countType: try type(words[2]))
        }
        guard words.count == 3 else {
            throw .header(
                path: path, line: line.number,
                .badValue(keyword: "property", text: words.dropFirst().joined(separator: " ")))
        }
        return Property(name: String(words[2]), type: try type(words[1]), countType: nil)
    }

    private static let encodings: [String: CloudEncoding] = [
        "ascii": .ascii, "binary_little_endian": .binary, "binary_big_endian": .binaryBigEndian,
    ]
}

extension ScalarType {
    init?(plyName: some StringProtocol) {
        switch plyName.lowercased() {
        case "char", "int8": self = .int8
        case "uchar", "uint8": self = .uint8
        case "short", "int16": self = .int16
        case "ushort", "uint16": self = .uint16
        case "int", "int32": self = .int32
        case "uint", "uint32": self = .uint32
        case "int64", "longlong": self = .int64
        case "uint64", "ulonglong": self = .uint64
        case "float", "float32": self = .float32
        case "double", "float64": self = .float64
        default: return nil
        }
    }

    /// The spelling that every reader knows.
    var plyName: String {
        switch self {
        case .int8: "char"
        case .uint8: "uchar"
        case .int16: "short"
        case .uint16: "ushort"
        case .int32: "int"
        case .uint32: "uint"
        case .int64: "int64"
        case .uint64: "uint64"
        case .float32: "float"
        case .float64: "double"
        }
    }
}
