import Glibc

/// A result that could not be delivered.
struct OutputError: Error, CustomStringConvertible {
    var path: String
    var reason: String
    var description: String { "\(path): can't write the result: \(reason)" }
}

/// Writes a result to stdout, or whole or not at all to a file.
func writeResult(_ text: String, to path: String?) throws {
    guard let path, path != "-" else { return try write(text, to: STDOUT_FILENO, named: "stdout") }
    // Written beside the target and renamed over it, so that a reader never sees half a result.
    var template = Array("\(path).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw OutputError(path: path, reason: reason(errno)) }
    do {
        fchmod(descriptor, 0o644)
        try write(text, to: descriptor, named: path)
        guard close(descriptor) == 0 else { throw OutputError(path: path, reason: reason(errno)) }
        guard rename(template, path) == 0 else { throw OutputError(path: path, reason: reason(errno)) }
    } catch {
        unlink(template)
        throw error
    }
}

private func write(_ text: String, to descriptor: Int32, named path: String) throws {
    var text = text
    try text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            } else if errno == EPIPE {
                // Whoever read from us has seen enough (`pickpose … | head`).
                exit(ExitStatus.done.rawValue)
            } else if errno != EINTR {
                throw OutputError(path: path, reason: reason(errno))
            }
        }
    }
}

private func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
