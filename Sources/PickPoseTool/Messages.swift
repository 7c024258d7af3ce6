import Glibc

/// What a person reads beside the result: on stderr, one line each, never mixed into stdout.
struct Messages: Sendable {
    var isQuiet = false
    var isVerbose = false

    func error(_ text: String) { write("pickpose: error: \(text)\n") }

    func warning(_ text: String) {
        if !isQuiet { write("pickpose: warning: \(text)\n") }
    }

    /// What happened and with which settings, under `--verbose`.
    func detail(_ text: @autoclosure () -> String) {
        if isVerbose && !isQuiet { write("pickpose: \(text())\n") }
    }

    private func write(_ line: String) {
        var line = line
        // A message that can't be delivered has nobody to be reported to.
        line.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
