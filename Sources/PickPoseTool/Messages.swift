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
        let words = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        var line = "pickpose: \(words)\n"
        // A message that can't be delivered has nobody to be reported to.
        line.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
