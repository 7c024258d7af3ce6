import Files

/// Writes a result to stdout, or whole or not at all to a file.
func writeResult(_ text: String, to path: String?) throws {
    let output = try OutputFile(path: path ?? "-")
    try output.write(text)
    try output.commit()
}
