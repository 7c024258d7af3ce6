import ArgumentParser
import LinearAlgebra
import PickPoseService
import RobotCell

/// Looks at a cell's file from every side.
struct CellCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cell", abstract: "Check a cell's file.", subcommands: [CellCheckCommand.self])
}

/// Draws the tree of frames, and says what is missing and what looks wrong.
struct CellCheckCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Print the tree of frames with each frame's pose in the base, and what deserves a look.",
        discussion: """
            Example:
              pickpose cell check cell.yaml --as kuka --set flange="ur:p[0.4,0.1,0.5,0,3.1416,0]"
            """)

    @Argument(help: ArgumentHelp("The cell's file.", valueName: "cell.yaml"))
    var file: String

    @Option(
        help: ArgumentHelp(
            "The robot's convention, for the poses of the frames in the base (default: the file's own).",
            valueName: "NAME"))
    var `as`: String?

    @OptionGroup var runTime: RunTimeOptions
    @OptionGroup var shared: SharedOptions

    var inputs: [String] { [file] }

    func validate() throws {
        if let unit = shared.givenUnit {
            throw ValidationError("--unit \(unit.rawValue): the cell's file says its own unit; leave the option out.")
        }
    }

    func run() throws {
        try checkRequest()
        let asked = try `as`.map { try convention(named: $0) }
        try answer(
            CellCheckRequest(.file(file), convention: asked, runTimePoses: try runTime.poses()))
    }
}
