import Mustache

/// A text from outside (a file's name, a reason) that goes into a program: never more than one line, and escaped for
/// where it stands by a transform, such as `{{quoted(source)}}`.
struct ProgramText: MustacheCustomRenderable, MustacheTransformable {
    static let transforms = ["ascii", "short", "rapid", "plain", "quoted", "csv"]

    var text: String

    init(_ text: String) {
        self.text = String(
            String.UnicodeScalarView(text.unicodeScalars.map { Self.isControl($0) ? " " : $0 }))
    }

    var renderText: String { text }
    var isNull: Bool { false }

    func transform(_ name: String) -> Any? {
        switch name {
        // For comments of controllers that know no more than ASCII.
        case "ascii": ascii
        // FANUC's and Yaskawa's comments hold 32 characters.
        case "short": String(ascii.prefix(32))
        // A string of RAPID (80 characters): its quotes and backslashes stand twice.
        case "rapid": Self.escaped(String(ascii.prefix(36)), ["\"": "\"\"", "\\": "\\\\"])
        // Where a string has no escapes at all (URScript, INFORM, FANUC).
        case "plain": Self.escaped(String(ascii.prefix(32)), ["\"": "'", "\\": "/", "]": ")"])
        // A double-quoted scalar of YAML, a string of JSON, with its quotes.
        case "quoted": "\"" + Self.escaped(text, ["\"": "\\\"", "\\": "\\\\"]) + "\""
        // A field of CSV (RFC 4180).
        case "csv":
            text.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }
                ? "\"" + Self.escaped(text, ["\"": "\"\""]) + "\"" : text
        default: nil
        }
    }

    private var ascii: String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isASCII ? $0 : "?" }))
    }

    private static func escaped(_ text: String, _ escapes: [Character: String]) -> String {
        text.reduce(into: "") { $0 += escapes[$1] ?? String($1) }
    }

    /// Also what other programs take for the end of a line.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028
            || scalar.value == 0x2029
    }
}
