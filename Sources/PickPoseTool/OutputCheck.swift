import ArgumentParser
import CloudFiles
import Glibc
import PointClouds

extension ResultCommand {
    /// Refuses an `--output` that would put the result in the place of what the command reads, or a text under the name
    /// of a cloud.
    func checkOutput() throws {
        guard let output = shared.output, output != "-" else { return }
        if output.isEmpty { throw ValidationError("--output '': name a file, or - for stdout.") }
        if inputs.contains(where: { isSameFile($0, output) }) {
            throw ValidationError("--output \(output): is what the command reads; name another file.")
        }
        if outputTakesResult, CloudFormat(pathExtension: output) != nil {
            throw ValidationError(
                "--output \(output): a \(CloudFormat.endings) file holds points, and what goes there is the result; name it"
                    + " .txt or .json.")
        }
    }
}

/// Whether two paths lead to one regular file, `-` to what is redirected into stdin.
private func isSameFile(_ input: String, _ output: String) -> Bool {
    var (read, written) = (stat(), stat())
    guard (input == "-" ? fstat(STDIN_FILENO, &read) : stat(input, &read)) == 0, stat(output, &written) == 0 else {
        return false
    }
    return written.st_mode & S_IFMT == S_IFREG && (read.st_dev, read.st_ino) == (written.st_dev, written.st_ino)
}
