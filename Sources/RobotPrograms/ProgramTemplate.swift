import Files
import Mustache
import RobotCell

/// A Mustache template for programs: a language's own or a user's.
///
/// The names it may use are those of `TemplateVocabulary`. Nothing is escaped by itself; texts from outside are on
/// one line and have transforms for where they stand.
public struct ProgramTemplate: Sendable {
    static let sizeLimit = 64 * 1024

    let file: String
    let template: MustacheTemplate

    /// A template from its text; `file` is the name that stands in messages.
    public init(_ text: String, file: String) throws(RobotProgramError) {
        try self.init(text, file: file, isStatement: false)
    }

    init(_ text: String, file: String, isStatement: Bool) throws(RobotProgramError) {
        self.file = file
        try TemplateCheck.check(
            text, file: file, names: isStatement ? TemplateVocabulary.statementNames : TemplateVocabulary.names,
            transforms: TemplateVocabulary.transforms, isStatement: isStatement)
        do {
            // On the text's own first line, so that lines keep their numbers.
            template = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + text)
        } catch let error as MustacheTemplate.ParserError {
            throw .template(file: file, line: error.context.lineNumber, .malformed("\(error.error)"))
        } catch {
            throw .template(file: file, line: 1, .malformed("\(error)"))
        }
    }

    /// Reads a template's file.
    public init(contentsOf path: String) throws(RobotProgramError) {
        let bytes: [UInt8]
        do throws(SmallFile.Failure) {
            bytes = try SmallFile.bytes(of: path, limit: Self.sizeLimit)
        } catch {
            switch error {
            case .noSuchFile: throw .unreadable(file: path, "No such file or directory")
            case .unreadable(let reason): throw .unreadable(file: path, reason)
            case .tooLarge: throw .tooLarge(file: path, limit: Self.sizeLimit)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText(file: path) }
        try self.init(text, file: path)
    }
}

/// One file of a program.
public struct ProgramFile: Equatable, Sendable {
    /// A legal name of the language.
    public var programName: String
    /// The same with the ending that the robot asks for.
    public var fileName: String
    /// The program, to be written as it is.
    public var text: String

    /// A program under its name and its file's.
    public init(programName: String, fileName: String, text: String) {
        (self.programName, self.fileName, self.text) = (programName, fileName, text)
    }
}

extension RobotProgram {
    /// The program in a language: one file, two for KRL.
    ///
    /// Without picks the program is valid, moves nothing and says so.
    public func files(in language: ProgramLanguage) throws(RobotProgramError) -> [ProgramFile] {
        if let signals = language.signals {
            let usesOutput = settings.gripper.open.isEmpty || settings.gripper.close.isEmpty
            if usesOutput, !signals.contains(settings.gripper.output) {
                throw .output(settings.gripper.output, language: "\(language.rawValue)", allowed: signals)
            }
            if case .input(let input, _) = settings.gripCheck, !signals.contains(input) {
                throw .input(input, language: "\(language.rawValue)", allowed: signals)
            }
        }
        if language.drivesGripper { try checkDriving(in: language) }
        let legal = language.naming.name(from: name)
        var files: [ProgramFile] = []
        for (suffix, text) in language.templates {
            let template = try ProgramTemplate(text, file: "the template of \(language.rawValue)")
            var rendered = try render(template, name: legal)
            if language.endsLinesWithCarriageReturn { rendered = rendered.replacingLineEnds() }
            files.append(ProgramFile(programName: legal, fileName: legal + suffix, text: rendered))
        }
        return files
    }

    /// That the tool is where the poses are meant, and the gripper as wide as was checked.
    private func checkDriving(in language: ProgramLanguage) throws(RobotProgramError) {
        guard !picks.isEmpty else { return }
        guard flangeFromTool != nil || settings.usesRobotsTool || language.goesByControllersTool(settings) else {
            throw .noTool
        }
        guard let commandedOpening else { return }
        for pick in picks {
            guard let opening = pick.opening, abs(opening - commandedOpening) > Self.sameOpening else { continue }
            throw .opening(opening, commanded: commandedOpening)
        }
    }

    /// What no gripper is set to; metres.
    private static let sameOpening = 1e-5

    /// The program as a user's template has it.
    public func rendered(with template: ProgramTemplate) throws(RobotProgramError) -> String {
        try render(template, name: Naming.anywhere.name(from: name))
    }

    private func render(_ template: ProgramTemplate, name: String) throws(RobotProgramError) -> String {
        let vocabulary = try TemplateVocabulary(self, name: name)
        let text = template.template.render(vocabulary)
        if let missed = vocabulary.missed {
            throw .template(file: template.file, line: 1, .notHere(missed))
        }
        return text
    }
}

extension String {
    fileprivate func replacingLineEnds() -> String {
        var bytes: [UInt8] = []
        for byte in utf8 {
            if byte == UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\r")) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
