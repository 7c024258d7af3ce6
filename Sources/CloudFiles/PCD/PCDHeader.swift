import PointClouds

/// The header of a PCD file (versions .5, .6 and .7), its lines in any order but for DATA, which ends it.
struct PCDHeader {
    struct FieldDeclaration {
        var name: String
        var type: ScalarType
        var count: Int
    }

    var fields: [FieldDeclaration] = []
    var width = 0
    var height = 1
    var viewpoint: StoredViewpoint?
    var encoding: CloudEncoding = .ascii
    var comments: [FileComment] = []
    var bodyOffset = 0
    var bodyLine = 0
    var terminator = UInt8(ascii: "\n")

    /// Bytes of a point.
    var stride = 0

    var points: Int { width * height }

    mutating func setType(_ type: ScalarType, ofField index: Int) {
        stride += fields[index].count * (type.size - fields[index].type.size)
        fields[index].type = type
    }

    private static let keywords: Set<String> = [
        "VERSION", "FIELDS", "COLUMNS", "SIZE", "TYPE", "COUNT", "WIDTH", "HEIGHT", "VIEWPOINT", "POINTS", "DATA",
    ]

    static func isKeyword(_ word: Substring) -> Bool { keywords.contains(word.uppercased()) }

    init(file: InputFile) throws(CloudFileError) {
        let text = try HeaderText.read(from: file, endingWith: "DATA")
        bodyOffset = text.bodyOffset
        bodyLine = text.lines.count + 1
        terminator = text.terminator

        var lines: [String: HeaderText.Line] = [:]
        for line in text.lines {
            guard let first = line.words.first else { continue }
            if first.hasPrefix("#") {
                let comment = line.text.drop { $0 == " " || $0 == "\t" }.dropFirst()
                // The first line of most files says only what the file is.
                let isTitle =
                    line.number == 1
                    && zip(line.words, line.words.dropFirst()).contains { $0.hasSuffix("PCD") && $1.hasPrefix("v") }
                if !isTitle {
                    comments.append(FileComment(text: String(comment.first == " " ? comment.dropFirst() : comment)))
                }
                continue
            }
            var keyword = first.uppercased()
            if keyword == "COLUMNS" { keyword = "FIELDS" }
            guard Self.keywords.contains(keyword) else {
                throw .header(path: file.path, line: line.number, .unexpectedLine(String(line.text.prefix(60))))
            }
            lines[keyword] = line
        }
        let reader = LineReader(path: file.path, lines: lines)
        try readFields(reader)
        try readSize(reader)
        try readViewpoint(reader)

        let data = try reader.required("DATA")
        guard data.words.count > 1, let encoding = CloudEncoding(rawValue: data.words[1].lowercased()),
            PCDWriter.encodings.contains(encoding)
        else { throw reader.bad(data, data.words.dropFirst().joined(separator: " ")) }
        self.encoding = encoding
    }

    private mutating func readFields(_ reader: LineReader) throws(CloudFileError) {
        let names = try reader.required("FIELDS")
        let expected = names.words.count - 1
        guard expected > 0 else { throw reader.failure(names, .valueCount(keyword: "FIELDS", expected: 1, found: 0)) }
        let sizes = try reader.values("SIZE", expected)
        let types = try reader.values("TYPE", expected)
        let counts = try reader.values("COUNT", expected)
        guard let sizes else { throw reader.missing("SIZE") }
        for index in 0..<expected {
            let count = counts.map { Int($0.words[index + 1]) } ?? 1
            guard let count, count > 0 else { throw reader.bad(counts!, String(counts!.words[index + 1])) }
            // Files of version .5 may lack TYPE: their fields are floats.
            let letter = types?.words[index + 1].uppercased() ?? "F"
            let size = sizes.words[index + 1]
            guard let type = ScalarType(pcdType: letter, size: size) else {
                throw reader.failure(types ?? sizes, .unsupportedType("\(letter) \(size)"))
            }
            fields.append(FieldDeclaration(name: String(names.words[index + 1]), type: type, count: count))
            let (width, overflows) = count.multipliedReportingOverflow(by: type.size)
            let (sum, overflowsToo) = stride.addingReportingOverflow(width)
            guard !overflows, !overflowsToo else { throw reader.failure(counts ?? sizes, .tooLarge) }
            stride = sum
        }
    }

    private mutating func readSize(_ reader: LineReader) throws(CloudFileError) {
        let points = try reader.number("POINTS")
        let width = try reader.number("WIDTH")
        let height = try reader.number("HEIGHT")
        guard let given = width ?? points else { throw reader.missing("POINTS") }
        self.width = given
        self.height = height ?? 1
        if width == nil, let points, let height, height > 0 { self.width = points / height }
        let line = reader.lines["POINTS"] ?? reader.lines["WIDTH"]!
        let (product, overflows) = self.width.multipliedReportingOverflow(by: self.height)
        guard !overflows, !product.multipliedReportingOverflow(by: max(stride, 16)).overflow else {
            throw reader.failure(line, .tooLarge)
        }
        if let points, points != product {
            throw reader.failure(line, .pointCount(points: points, width: self.width, height: self.height))
        }
    }

    private mutating func readViewpoint(_ reader: LineReader) throws(CloudFileError) {
        guard let line = reader.lines["VIEWPOINT"] else { return }
        let numbers = line.words.dropFirst().compactMap { Double($0) }
        guard numbers.count == 7, line.words.count == 8, numbers.allSatisfy(\.isFinite) else {
            throw reader.bad(line, line.words.dropFirst().joined(separator: " "))
        }
        viewpoint = StoredViewpoint(numbers)
    }

    /// Finds lines by keyword and names those that are wrong.
    private struct LineReader {
        let path: String
        let lines: [String: HeaderText.Line]

        func failure(_ line: HeaderText.Line, _ problem: CloudFileError.HeaderProblem) -> CloudFileError {
            .header(path: path, line: line.number, problem)
        }

        func bad(_ line: HeaderText.Line, _ text: String) -> CloudFileError {
            failure(line, .badValue(keyword: line.words[0].uppercased(), text: text))
        }

        func missing(_ keyword: String) -> CloudFileError {
            .header(path: path, line: lines["DATA"]?.number ?? 1, .noLine(keyword))
        }

        func required(_ keyword: String) throws(CloudFileError) -> HeaderText.Line {
            guard let line = lines[keyword] else { throw missing(keyword) }
            return line
        }

        /// A line with as many values as there are fields.
        func values(_ keyword: String, _ expected: Int) throws(CloudFileError) -> HeaderText.Line? {
            guard let line = lines[keyword] else { return nil }
            guard line.words.count == expected + 1 else {
                throw failure(
                    line, .valueCount(keyword: keyword, expected: expected, found: line.words.count - 1))
            }
            return line
        }

        func number(_ keyword: String) throws(CloudFileError) -> Int? {
            guard let line = lines[keyword] else { return nil }
            guard line.words.count == 2, let value = Int(line.words[1]), value >= 0 else {
                throw bad(line, line.words.dropFirst().joined(separator: " "))
            }
            return value
        }
    }
}

extension ScalarType {
    init?(pcdType letter: String, size: some StringProtocol) {
        switch (letter, size) {
        case ("I", "1"): self = .int8
        case ("I", "2"): self = .int16
        case ("I", "4"): self = .int32
        case ("I", "8"): self = .int64
        case ("U", "1"): self = .uint8
        case ("U", "2"): self = .uint16
        case ("U", "4"): self = .uint32
        case ("U", "8"): self = .uint64
        case ("F", "4"): self = .float32
        case ("F", "8"): self = .float64
        default: return nil
        }
    }

    var pcdLetter: String {
        switch self {
        case .int8, .int16, .int32, .int64: "I"
        case .uint8, .uint16, .uint32, .uint64: "U"
        case .float32, .float64: "F"
        }
    }
}
