import ArgumentParser
import Grasping
import RobotCell
import RobotPrograms

/// How picks become a robot program: by a language's own template or by the user's.
enum Programming {
    case language(ProgramLanguage)
    case template(ProgramTemplate, file: String)

    /// `nil` where no program is asked for. A template is read at once, so that a mistake in it costs no scan's time.
    init?(format: OutputFormat, template: String?) throws {
        if let template {
            self = .template(try ProgramTemplate(contentsOf: template), file: template)
        } else if case .program(let language) = format {
            self = .language(language)
        } else {
            return nil
        }
    }

    func files(
        for plan: PickPlan, cell: CellFile, scene: String, output: String?, _ run: inout Run
    ) throws -> [ProgramFile] {
        let output = output == "-" ? nil : output
        let program = try RobotProgram(
            picks: plan.picks.map { ProgramPick($0) }, cell: cell, source: scene == "-" ? "" : fileName(scene),
            name: cell.program.name ?? output.map { stem(fileName($0)) })
        if program.heldBack > 0 {
            run.warn(
                "the cell has no place, so the program ends with the first object in the gripper; \(program.heldBack)"
                    + " more picks are left out")
        }
        if program.putsAllAtOnePlace {
            run.warn(
                "all \(program.picks.count) objects are put down at one place: have it cleared before each next one, or"
                    + " give --top 1")
        }
        switch self {
        case .template(let template, let file):
            return [
                ProgramFile(programName: program.name, fileName: file, text: try program.rendered(with: template))
            ]
        case .language(let language):
            let files = try program.files(in: language)
            if let legal = files.first?.programName, legal.lowercased() != program.name.lowercased() {
                run.warn("\"\(program.name)\" is no name in \(language.rawValue); the program is called \(legal)")
            }
            if let output, let legal = files.first?.programName, language.wantsFileOfItsName,
                stem(fileName(output)).lowercased() != legal.lowercased()
            {
                run.warn("\(output): the controller wants the file to be called as the program, \(legal)")
            }
            return files
        }
    }
}

/// Writes a program's files: to stdout one after the other, else the one that `output` names there and the others
/// beside it.
func writeProgram(_ files: [ProgramFile], to output: String?) throws {
    guard let output, output != "-" else { return try writeResult(files.map(\.text).joined(), to: nil) }
    let named = files.firstIndex { ending($0.fileName).lowercased() == ending(output).lowercased() } ?? 0
    for (index, file) in files.enumerated() where index != named {
        try writeResult(file.text, to: output.dropLast(ending(output).count) + ending(file.fileName))
    }
    try writeResult(files[named].text, to: output)
}

extension ProgramLanguage {
    /// Checks that a program of several files can tell which of them `output` names.
    func checkOutput(_ output: String?) throws {
        guard let output, output != "-", fileSuffixes.count > 1,
            !fileSuffixes.contains(ending(output).lowercased())
        else { return }
        throw ValidationError(
            "--output \(output): a program in \(rawValue) is \(fileSuffixes.count) files; end the name in "
                + fileSuffixes.joined(separator: " or ") + ".")
    }
}

/// From a file name's last dot on; empty where it has none.
private func ending(_ path: String) -> String { String(fileName(path).dropFirst(stem(fileName(path)).count)) }

private func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

private func stem(_ name: String) -> String {
    guard let dot = name.dropFirst().lastIndex(of: ".") else { return name }
    return String(name[..<dot])
}

extension ProgramPick {
    fileprivate init(_ pick: Pick) {
        self.init(
            object: pick.object, score: pick.grasp.score, opening: pick.grasp.opening, reasons: pick.grasp.reasons,
            frames: pick.frames)
    }
}
