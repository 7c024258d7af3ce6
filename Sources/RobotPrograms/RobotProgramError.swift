public import Files
import LinearAlgebra
public import RobotCell

/// Why picks don't make a robot program.
public enum RobotProgramError: Error, Equatable, Sendable {
    /// A coordinate in metres.
    case outOfReach(Double)
    case frames(FrameTreeError)
    /// The cell must not drive a robot.
    case cell(CellFileError)
    /// Nothing says where the fingertips are on the flange.
    case noTool
    /// A pick's opening was checked that the program doesn't command; both in metres.
    case opening(Double, commanded: Double)
    case output(Int, language: String, allowed: ClosedRange<Int>)
    /// The same of the input that says whether something is held.
    case input(Int, language: String, allowed: ClosedRange<Int>)
    case template(file: String, line: Int, TemplateProblem)
    case unreadable(file: String, String)
    case tooLarge(file: String, limit: Int)
    case notText(file: String)

    /// Whether the file couldn't be read at all, whatever it holds.
    public var isAboutReading: Bool {
        if case .unreadable = self { true } else { false }
    }
}

/// What is wrong at one place of a template.
public enum TemplateProblem: Error, Equatable, Sendable {
    case unknownName(String, nearest: String?)
    case unknownTransform(String, known: [String])
    case notHere(String)
    case partial
    case notClosed(String)
    case tooDeep(Int)
    case malformed(String)
}

extension RobotProgramError: NamesSettings {
    public var description: String { description(naming: .labels) }

    public func description(naming settings: SettingNames) -> String {
        switch self {
        case .outOfReach(let distance):
            "a pose lies \(Int(min(distance, 1e9))) m from the base, where no robot reaches; check the unit of the"
                + " scan (\(settings("unit"))) and the frames of the cell"
        case .frames(let error): "program.tool_frame: \(error.description(naming: settings))"
        case .cell(let error): error.description(naming: settings)
        case .noTool:
            "the cell doesn't say where the fingertips are on the flange, so the robot would take its flange there: add"
                + " frames.tool with parent: flange, or write tool: none where the robot's own TCP is at the fingertips"
        case .opening(let checked, let commanded):
            "a pick was checked with the fingers \(checked.asMillimeters(decimals: 1)) apart, but the program opens them"
                + " \(commanded.asMillimeters(decimals: 1)); plan it for the cell's driven gripper, or let"
                + " program.gripper.open set {{opening_mm}}"
        case .output(let number, let language, let allowed):
            "program.gripper.output: \(language) has digital outputs \(allowed.lowerBound) to \(allowed.upperBound), not"
                + " \(number); or write the statements yourself under program.gripper.open and close"
        case .input(let number, let language, let allowed):
            "program.grip_check.input: \(language) has digital inputs \(allowed.lowerBound) to \(allowed.upperBound), not"
                + " \(number)"
        case .template(let file, let line, let problem):
            "\(file):\(line): \(problem.description(naming: settings))"
        case .unreadable(let file, let why): "\(file): can't be read: \(why)"
        case .tooLarge(let file, let limit): "\(file): is larger than \(limit / 1024) KiB; a template is a page or two"
        case .notText(let file): "\(file): is not text; save it as UTF-8"
        }
    }
}

extension TemplateProblem: NamesSettings {
    public var description: String { description(naming: .labels) }

    public func description(naming settings: SettingNames) -> String {
        switch self {
        case .unknownName(let name, let nearest):
            "no value is called \"\(name)\"; "
                + (nearest.map { "did you mean \"\($0)\"?" }
                    ?? "\(settings.help(on: "pick")) tells where the names are listed")
        case .unknownTransform(let name, let known):
            "no transform is called \"\(name)\"; known are \(known.joined(separator: ", "))"
        case .notHere(let name): "\"\(name)\" has no value at this place; it belongs inside a section such as picks"
        case .partial: "templates are one file: no {{> }}, {{< }} or {{$ }}; copy the other part in"
        case .notClosed(let what): "\(what) is not closed"
        case .tooDeep(let limit): "sections are nested more than \(limit) deep"
        case .malformed(let what): "is no Mustache template: \(what)"
        }
    }
}
