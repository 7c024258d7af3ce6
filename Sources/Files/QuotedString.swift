extension [UInt8] {
    /// Appends a text as JSON has it, and YAML between double quotes.
    package mutating func append(quoted text: String) {
        append(quoted: Array(text.utf8))
    }

    /// Appends a text in UTF-8 as JSON has it, and YAML between double quotes.
    package mutating func append(quoted text: [UInt8]) {
        append(UInt8(ascii: "\""))
        defer { append(UInt8(ascii: "\"")) }
        guard text.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
            append(contentsOf: text)
            return
        }
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                append(UInt8(ascii: "\\"))
                append(byte)
            case UInt8(ascii: "\n"): append(contentsOf: #"\n"#.utf8)
            case UInt8(ascii: "\t"): append(contentsOf: #"\t"#.utf8)
            case UInt8(ascii: "\r"): append(contentsOf: #"\r"#.utf8)
            case 0..<0x20: append(contentsOf: #"\u00\#(byte < 16 ? "0" : "")\#(String(byte, radix: 16))"#.utf8)
            default: append(byte)
            }
        }
    }
}
