import LinearAlgebra
import Yams

/// The rows of a calibration's file, whichever of its three forms it has.
struct CalibrationTable {
    /// The keys beside the rows; nil where the form has none.
    let head: CellFields?
    private let listed: [CellNode]
    private let file: String

    init(_ bytes: [UInt8], file: String, sizeLimit: Int) throws(CellFileError) {
        self.file = file
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        let first = lines.first { !$0.allSatisfy(\.isWhitespace) && !$0.hasPrefix("#") } ?? ""
        if first.drop(while: \.isWhitespace).hasPrefix("{") {
            // JSON objects are mappings of YAML, one a line a list of them; so their lines are told right.
            let list = lines.map { $0.allSatisfy(\.isWhitespace) ? "" : "- \($0)" }.joined(separator: "\n")
            let root = try CellDocument.root(of: Array(list.utf8), file: file, sizeLimit: sizeLimit)
            (head, listed) = (nil, try root.items("an object a line"))
        } else if let names = CSVRow(first, separator: first.contains(";") ? ";" : ","),
            names.cells.contains(where: { Self.columns.contains($0) })
        {
            var rows: [CellNode] = []
            var isHeader = true
            for (number, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) && !line.hasPrefix("#") {
                guard let row = CSVRow(line, separator: names.separator) else {
                    throw CellFileError(.malformed("a quote is not closed"), file: file, line: number + 1)
                }
                if isHeader {
                    isHeader = false
                    continue
                }
                guard row.cells.count == names.cells.count else {
                    throw CellFileError(
                        .wrongShape(expected: "\(names.cells.count) columns", found: "\(row.cells.count)"), file: file,
                        line: number + 1)
                }
                let pairs = zip(names.cells, row.cells).map { (Node($0), Node($1)) }
                rows.append(CellNode(Node(pairs), file: file, key: "", line: number + 1))
            }
            (head, listed) = (nil, rows)
        } else {
            let root = try CellDocument.root(of: bytes, file: file, sizeLimit: sizeLimit)
            let fields = try CellFields(
                root, known: ["version", "unit", "mount", "pairs", "points"], "keys and values, such as version: 1")
            let version = try fields.required("version", remedy: "write version: 1 in the first line")
            guard try version.text("1") == "1" else { throw version.error(.version(try version.text())) }
            (head, listed) = (fields, [])
        }
    }

    /// The rows under a key of the YAML form; all of them in the others.
    func rows(_ key: String, of shape: String) throws(CellFileError) -> [CellNode] {
        guard let head else { return listed }
        let list = try head.required(key, remedy: "write \(key): and a list of \(shape)")
        return try list.items("a list of \(shape)")
    }

    /// Columns that tell a CSV file's first line from YAML.
    private static let columns: Set<String> = ["flange", "board", "robot", "camera", "robot_x", "camera_x"]
}

/// One line of comma-separated values, in quotes where they hold commas (RFC 4180; no line breaks inside).
struct CSVRow {
    var cells: [String] = []
    let separator: Character

    /// Nil where a quote isn't closed.
    init?(_ line: Substring, separator: Character) {
        self.separator = separator
        var (cell, isQuoted) = ("", false)
        var characters = Array(line)[...]
        while let character = characters.popFirst() {
            switch character {
            case "\"" where isQuoted && characters.first == "\"":
                cell.append("\"")
                characters.removeFirst()
            case "\"": isQuoted.toggle()
            case separator where !isQuoted:
                cells.append(cell.trimmed)
                cell = ""
            default: cell.append(character)
            }
        }
        guard !isQuoted else { return nil }
        cells.append(cell.trimmed)
    }
}
