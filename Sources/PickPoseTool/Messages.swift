import Glibc

/// What a person reads beside the result: on stderr, one line each, never mixed into stdout.
struct Messages: Sendable {
    var isQuiet = false
    var isVerbose = false

    func error(_ text: String) { write("error: \(text)") }

    func warning(_ text: String) {
        if !isQuiet { write("warning: \(text)") }
    }

    /// What happened and with which settings, under `--verbose`.
    func detail(_ text: @autoclosure () -> String) {
        if isVerbose && !isQuiet { write(text()) }
    }

    private func write(_ text: String) {
        // A file's name or a library's words may hold line breaks.
        let words = text.split(whereSeparator: \.isNewline).joined(separator: " ").withoutControls
        var line = "pickpose: \(words)\n"
        // A message that can't be delivered has nobody to be reported to.
        line.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

extension String {
    /// Control characters by their numbers, as in a file's name: a terminal would obey them.
    var withoutControls: String {
        func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) }
        guard unicodeScalars.contains(where: isControl) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            if isControl(scalar) {
                text += "\\x" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }
}
