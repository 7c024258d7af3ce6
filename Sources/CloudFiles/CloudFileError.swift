public import Files
public import PointClouds

/// Why a file of points could not be read or written: a case a failure, with the place where it shows.
public enum CloudFileError: Error, Equatable, Sendable {
    // What was named can't be read.
    case noSuchFile(path: String)
    case cannotRead(path: String, reason: String)

    // What it holds is malformed.
    case empty(path: String)
    case unknownFormat(path: String, beginning: String)
    case header(path: String, line: Int, HeaderProblem)
    /// The header promises more than the file holds.
    case truncated(path: String, size: Int, promised: Int, what: String)
    case trailingBytes(path: String, byte: Int, count: Int)
    case number(path: String, at: TextPlace, field: String, type: ScalarType, text: String)
    /// `inHeader`: the file's header says how many values a row has, not the format alone.
    case rowLength(path: String, at: TextPlace, expected: Int, found: Int, inHeader: Bool = true)
    case missingRows(path: String, element: String, expected: Int, found: Int)
    case trailingRows(path: String, line: Int)
    case listLength(path: String, byte: Int, element: String, row: Int, field: String)
    case compressedSize(path: String, byte: Int, expected: Int, found: Int)
    case corruptCompression(path: String, byte: Int)
    case faceIndex(path: String, face: Int, index: Int, points: Int)
    case noFaces(path: String)
    case mesh(path: String, line: Int, MeshProblem)
    case emptyMesh(path: String)

    // The result can't be written.
    case output(OutputFileError)
    case unknownExtension(path: String)
    case encodingOfOtherFormat(path: String, CloudEncoding, CloudFormat)
    case tooLargeToCompress(path: String, bytes: Int)
    case integersTooLarge(path: String, field: String)
    /// A field of the cloud hasn't a value for each of its points, or a property for each row of its element.
    case fieldLength(path: String, field: String, values: Int, element: String, rows: Int)

    /// What is wrong with a line of a header.
    public enum HeaderProblem: Equatable, Sendable {
        case noEnd(of: String)
        case noLine(String)
        case unexpectedLine(String)
        case valueCount(keyword: String, expected: Int, found: Int)
        case badValue(keyword: String, text: String)
        case unsupportedType(String)
        case pointCount(points: Int, width: Int, height: Int)
        case tooLarge
        case noElement(property: String)
        case noProperties(element: String)
        case repeatedElement(String)
    }

    /// What is wrong with a line of a mesh in text (STL, OBJ).
    public enum MeshProblem: Equatable, Sendable {
        case unexpectedWord(String)
        case number(text: String, of: String)
        case cornerCount(Int)
        case vertexIndex(Int, vertices: Int)
        case endsWithinTriangle
    }

    /// A place in a text body: the file's line, the element (PLY), and its row, from 0.
    public struct TextPlace: Equatable, Sendable {
        /// From 1.
        public var line: Int
        /// The element that the row belongs to.
        public var element: String
        /// From 0.
        public var row: Int
    }

    /// What a failure is about, as an exit code tells it.
    public enum Kind: Sendable {
        case noInput, malformed, cannotWrite, wrongUsage
    }

    /// What the failure is about.
    public var kind: Kind {
        switch self {
        case .noSuchFile, .cannotRead: .noInput
        case .output: .cannotWrite
        case .unknownExtension, .encodingOfOtherFormat, .tooLargeToCompress, .integersTooLarge, .fieldLength:
            .wrongUsage
        case .empty, .unknownFormat, .header, .truncated, .trailingBytes, .number, .rowLength, .missingRows,
            .trailingRows, .listLength, .compressedSize, .corruptCompression, .faceIndex, .noFaces,
            .mesh, .emptyMesh:
            .malformed
        }
    }
}

extension CloudFileError: CustomStringConvertible {
    /// One line: the file, the place, what is wrong, and what to do.
    public var description: String {
        switch self {
        case .noSuchFile(let path):
            "\(path): no such file; check the path"
        case .cannotRead(let path, let reason):
            "\(path): cannot be read: \(reason)"
        case .empty(let path):
            "\(path): byte 0: the file is empty; a cloud without points still has a header"
        case .unknownFormat(let path, let beginning):
            "\(path): line 1: neither \(FileFormat.all.map(\.format.name).alternatives(last: " nor ")): it begins with "
                + "'\(beginning)'; known are "
                + FileFormat.all.map { "\($0.format.name) (\($0.mark))" }.joined(separator: ", ")
                + (path.hasSuffix(".yaml") ? "; a cell's file is looked at by pickpose cell check" : "")
        case .header(let path, let line, let problem):
            "\(path): line \(line): \(problem.description)"
        case .truncated(let path, let size, let promised, let what):
            "\(path): byte \(size): the file ends here, but \(what) need \(promised) bytes; "
                + "copy the file again or correct the header's counts"
        case .trailingBytes(let path, let byte, let count):
            "\(path): byte \(byte): the data the header promises end here, but \(count) bytes follow; "
                + "correct the header's counts or cut the file there"
        case .number(let path, let place, let field, let type, let text):
            "\(path): \(place): '\(text)' is no \(type.rawValue) for \(field)\(Self.remedy(forNumber: text))"
        case .rowLength(let path, let place, let expected, let found, true):
            "\(path): \(place): \(found) values where the header promises \(expected); "
                + "complete the row or correct the header"
        case .rowLength(let path, let place, let expected, let found, false):
            "\(path): \(place): \(found) values where the format has \(expected); "
                + "complete the row, or remove what is too much"
        case .missingRows(let path, let element, let expected, let found):
            "\(path): the file ends after \(found) of \(expected) rows of \(element); "
                + "copy the file again or correct the header's count"
        case .trailingRows(let path, let line):
            "\(path): line \(line): more rows than the header promises; correct its count"
        case .listLength(let path, let byte, let element, let row, let field):
            "\(path): byte \(byte): \(element) row \(row): the list \(field) has an impossible length; "
                + "the file is damaged or its header is wrong"
        case .compressedSize(let path, let byte, let expected, let found):
            "\(path): byte \(byte): the compressed data hold \(found) bytes where the header promises \(expected); "
                + "the file is damaged or its header is wrong"
        case .corruptCompression(let path, let byte):
            "\(path): byte \(byte): the compressed data are damaged here; copy the file again"
        case .faceIndex(let path, let face, let index, let points):
            "\(path): face \(face) names point \(index), but there are \(points); repair the mesh"
        case .noFaces(let path):
            "\(path): no faces, only points; a mesh is needed here"
        case .mesh(let path, let line, let problem):
            "\(path): line \(line): \(problem.description)"
        case .emptyMesh(let path):
            "\(path): a mesh without triangles or vertices; export the part again"
        case .output(let error):
            error.description
        case .unknownExtension(let path):
            "\(path): the name doesn't say the format; end it in \(CloudFormat.endings)"
        case .encodingOfOtherFormat(let path, let encoding, let format):
            "\(path): \(format.name) has no encoding \(encoding.rawValue); use "
                + format.encodings.map(\.rawValue).joined(separator: " or ")
        case .tooLargeToCompress(let path, let bytes):
            "\(path): \(bytes) bytes of values are beyond what binary_compressed can hold (4 GiB); use binary"
        case .integersTooLarge(let path, let field):
            "\(path): PLY has no 64-bit integers and \(field) has values beyond 2^53; write PCD"
        case .fieldLength(let path, let field, let values, let element, let rows):
            "\(path): the field \(field) holds \(values) values, which is not what \(rows) \(element) need; "
                + "give it values for each, or remove it"
        }
    }

    private static func remedy(forNumber text: String) -> String {
        if text.contains(",") { return "; write decimals with a point, not a comma" }
        let printable = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0xFFFD && $0.value != 0x7F }
        return printable
            ? "; correct the value or the field's type" : "; is the body binary? Correct the header's format"
    }
}

extension CloudFileError.HeaderProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noEnd(let keyword):
            "the header has no \(keyword) line in its first MiB; the file is damaged or of another format"
        case .noLine(let keyword):
            "the header ends without a \(keyword) line; add it"
        case .unexpectedLine(let text):
            "'\(text)' is no line of this format's header; remove or correct it"
        case .valueCount(let keyword, let expected, let found):
            "\(keyword) has \(found) values where there must be \(expected); give one for every field"
        case .badValue(let keyword, let text):
            "'\(text)' is no valid value of \(keyword); correct it"
        case .unsupportedType(let text):
            "the type '\(text)' doesn't exist; use a type of the format"
        case .pointCount(let points, let width, let height):
            "POINTS \(points) is not WIDTH \(width) × HEIGHT \(height); correct the header"
        case .tooLarge:
            "the counts are beyond any file's size; correct the header"
        case .noElement(let property):
            "the property \(property) stands before any element; put an element line before it"
        case .noProperties(let element):
            "the element \(element) has rows but no properties; add them"
        case .repeatedElement(let name):
            "the element \(name) is declared twice; remove one"
        }
    }
}

extension CloudFileError.MeshProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unexpectedWord(let text):
            "'\(text)' stands where no such word belongs; export the part again, or repair the line"
        case .number(let text, let what):
            text.isEmpty
                ? "the line ends where \(what) has a number; export the part again, or complete it"
                : "'\(text)' is no number of \(what); export the part again, or correct it"
        case .cornerCount(let count):
            "a face of \(count) corners; export the part again, or remove it"
        case .vertexIndex(let index, let vertices):
            "a face names vertex \(index), but there are \(vertices); repair the mesh"
        case .endsWithinTriangle:
            "the file ends within a triangle; copy the file again"
        }
    }
}

extension CloudFileError.TextPlace: CustomStringConvertible {
    public var description: String { "line \(line) (\(element) \(row))" }
}
