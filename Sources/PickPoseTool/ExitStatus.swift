import ArgumentParser
import Files
import Glibc
import PickPoseService
import Reports
import RobotCell

/// How a run ended, as the shell sees it (the numbers are those of sysexits.h).
enum ExitStatus: Int32 {
    case done = 0
    /// The command ran, but found nothing or did not converge; the result says which.
    case nothingFound = 1
    case usage = 64
    case malformedData = 65
    case noInput = 66
    case internalError = 70
    case cannotWrite = 73
}

extension ExitStatus {
    /// What was typed is wrong usage, whatever is wrong with it; what a file or a pipe holds is malformed data.
    init(of error: any Error) {
        self =
            switch FailureKind(of: error) {
            case .nobodyReads: .done
            case .wrongRequest: .usage
            case .malformedData: .malformedData
            case .noInput: .noInput
            case .cannotWrite: .cannotWrite
            case .otherProgram: .internalError
            // What the parser says no to, it knows itself.
            case .unexpected: PickPoseTool.exitCode(for: error) == .validationFailure ? .usage : .internalError
            }
    }

    init(of outcome: ReportOutcome) {
        switch outcome {
        case .done: self = .done
        case .nothingFound: self = .nothingFound
        case .incomplete(let error): self.init(of: error)
        }
    }
}

extension PickPoseTool {
    /// Ends the process: help and version on stdout with 0, everything else as one line on stderr with its code.
    static func end(with error: any Error) -> Never {
        if let code = error as? ExitCode { Glibc.exit(code.rawValue) }
        let arguments = Array(CommandLine.arguments.dropFirst())
        if exitCode(for: error) == .success {
            if let misread = misreadAsHelp(arguments) { end(with: misread) }
            exit(withError: error)
        }
        let status = ExitStatus(of: error)
        switch status {
        case .done: break
        case .usage where error is RequestError || exitCode(for: error) == .validationFailure:
            let (name, command, rest) = command(in: arguments)
            var text = error is RequestError ? SettingNames.options.description(of: error) : message(for: error)
            if text.last == "." { text.removeLast() }
            // What stands where a command was expected.
            if let word = rest.first, text.contains("'\(word)'"), let meant = subcommand(of: command, nearestTo: word) {
                text += "; did you mean \(meant)?"
            }
            Messages().error("\(text) (see `\(name) --help`)")
        // A failure in PCL is its own, and its error says what to do; nobody is asked to report it here.
        case .internalError where !(error is PCLFailure):
            Messages().error(
                "internal error: \(error). Please report it, with the command line and the input if you can.")
        default: Messages().error(SettingNames.options.description(of: error))
        }
        Glibc.exit(status.rawValue)
    }

    /// The command that the arguments begin with, such as `pickpose cell check`, and what follows it.
    private static func command(
        in arguments: some Sequence<String>
    ) -> (name: String, type: any ParsableCommand.Type, rest: [String]) {
        var (name, command, rest) = ("pickpose", self as any ParsableCommand.Type, Array(arguments)[...])
        while let word = rest.first {
            let next = command.configuration.subcommands.first { $0.configuration.commandName == word }
            guard let next else { break }
            (name, command) = ("\(name) \(word)", next)
            rest.removeFirst()
        }
        return (name, command, Array(rest))
    }

    /// What the parser answers by the help, though nobody asked for it: `help nonsense`, and a file's name that begins
    /// with a dash and holds an h.
    private static func misreadAsHelp(_ arguments: [String]) -> ValidationError? {
        if arguments.first == "help" {
            let (_, command, rest) = command(in: arguments.dropFirst())
            guard let word = rest.first, !word.hasPrefix("-") else { return nil }
            let hint = subcommand(of: command, nearestTo: word).map { "; did you mean \($0)?" } ?? ""
            return ValidationError("help \(word): there is no such command\(hint)")
        }
        let name = arguments.prefix { $0 != "--" }.first { word in
            word.hasPrefix("-") && !word.hasPrefix("--") && word != "-help"
                && !word.dropFirst().allSatisfy { "hoqv".contains($0) }
        }
        return name.map { ValidationError("\($0): begins as options do; a file of this name is written ./\($0)") }
    }
}

/// The subcommand that was probably meant.
private func subcommand(of command: any ParsableCommand.Type, nearestTo word: String) -> String? {
    var names: [String] = []
    for subcommand in command.configuration.subcommands {
        if let name = subcommand.configuration.commandName { names.append(name) }
    }
    return nearest(to: word, among: names)
}
