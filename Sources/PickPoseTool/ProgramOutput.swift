import ArgumentParser
import Files
import PickPoseService
import RobotPrograms

/// Writes a program's files: to stdout one after the other, else the one that `output` names there and the others
/// beside it.
func writeProgram(_ files: [ProgramFile], to output: String?) throws {
    guard let output, output != "-" else { return try writeResult(files.map(\.text).joined(), to: nil) }
    let ending = FileName(output).ending
    let named = files.firstIndex { FileName($0.fileName).ending.lowercased() == ending.lowercased() } ?? 0
    for (index, file) in files.enumerated() where index != named {
        try writeResult(file.text, to: output.dropLast(ending.count) + FileName(file.fileName).ending)
    }
    try writeResult(files[named].text, to: output)
}

extension ProgramLanguage {
    /// Checks that a program of several files can tell which of them `output` names.
    func checkOutput(_ output: String?) throws {
        guard let output, output != "-", fileSuffixes.count > 1,
            !fileSuffixes.contains(FileName(output).ending.lowercased())
        else { return }
        throw ValidationError(
            "--output \(output): a program in \(rawValue) is \(fileSuffixes.count) files; end the name in "
                + fileSuffixes.joined(separator: " or ") + ".")
    }
}
