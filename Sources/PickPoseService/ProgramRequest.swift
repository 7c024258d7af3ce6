import Files
import Grasping
import PickPose
import RobotCell
public import RobotPrograms

/// A robot program that is asked for beside the picks.
public struct ProgramRequest: Sendable {
    /// By a language's own template or by the user's.
    public enum Form: Sendable {
        case language(ProgramLanguage)
        /// The path of a Mustache template.
        case template(String)
    }

    public var form: Form
    /// The file that it is meant for: the program is called as it, where the cell names none.
    public var output: String?

    public init(_ form: Form, output: String? = nil) {
        (self.form, self.output) = (form, output)
    }

    /// Ready to be written: a template is read at once, so that a mistake in it costs no scan's time.
    func read() throws(RobotProgramError) -> ProgramWriting {
        switch form {
        case .language(let language): ProgramWriting(source: .language(language), output: output)
        case .template(let path):
            ProgramWriting(source: .template(try ProgramTemplate(contentsOf: path), file: path), output: output)
        }
    }
}

/// How picks become a robot program.
struct ProgramWriting {
    enum Source {
        case language(ProgramLanguage)
        case template(ProgramTemplate, file: String)
    }

    var source: Source
    var output: String?

    func program(
        of plan: PickPlan, cell: CellFile, trusting least: GraspConfidence, atMost most: Int, scene: String
    ) throws(RobotProgramError) -> RobotProgram {
        try plan.program(
            for: cell, trusting: least, atMost: most, source: scene == "-" ? "" : FileName(scene).name,
            name: cell.program.name ?? output.map { FileName($0).stem })
    }

    func files(of program: RobotProgram, _ diagnostics: inout Diagnostics) throws -> [ProgramFile] {
        let held = program.leftOut.count { $0.reason == .handFull }
        if held > 0 {
            diagnostics.warn(
                "the cell has no place, so the program ends with the first object in the gripper; \(held)"
                    + " more picks are left out")
        }
        if program.putsAllAtOnePlace {
            diagnostics.warn(
                "all \(program.picks.count) objects are put down at one place: have it cleared before each next one, or"
                    + " give \(diagnostics.settings("top", "1"))")
        }
        switch source {
        case .template(let template, let file):
            return [
                ProgramFile(programName: program.name, fileName: file, text: try program.rendered(with: template))
            ]
        case .language(let language):
            let files = try program.files(in: language)
            if let legal = files.first?.programName, legal.lowercased() != program.name.lowercased() {
                diagnostics.warn(
                    "\"\(program.name)\" is no name in \(language.rawValue); the program is called \(legal)")
            }
            if let output, let legal = files.first?.programName, language.wantsFileOfItsName,
                FileName(output).stem.lowercased() != legal.lowercased()
            {
                diagnostics.warn("\(output): the controller wants the file to be called as the program, \(legal)")
            }
            return files
        }
    }
}
