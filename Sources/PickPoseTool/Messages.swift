import Glibc
import PickPoseService
import Reports

/// What a person reads beside the result: on stderr, one line each, never mixed into stdout.
///
/// Our own, not swift-log's: with 1.16.2 a program that writes one warning starts in 2.45 ms instead of 2.16 (the best of
/// 300 runs), which is 3 % of our start, and a level says nothing of what the report's text says already. Where a server
/// has a logger, it hangs on the ``Diagnostics/Listener`` of its requests.
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

    /// Shows what a request notices, as it comes.
    ///
    /// - Parameter isTextShown: what the report's text says need not stand here too.
    func listener(isTextShown: Bool = false) -> Diagnostics.Listener {
        { message in
            switch message {
            case .warning(let text, let isInText): if !(isInText && isTextShown) { warning(text) }
            case .detail(let text): detail(text)
            case .failure(let text): error(text)
            }
        }
    }

    private func write(_ text: String) {
        // A file's name or a library's words may hold line breaks.
        let words = text.split(whereSeparator: \.isNewline).joined(separator: " ").withoutControls
        var line = "pickpose: \(words)\n"
        // A message that can't be delivered has nobody to be reported to.
        line.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
