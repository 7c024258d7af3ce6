import ArgumentParser
import CloudFiles
import Glibc
import LinearAlgebra
import PointClouds
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

    func perform(_ run: inout Run) throws -> Outcome {
        let asked = try `as`.map { try convention(named: $0) }
        var cell = try CellFile(contentsOf: file)
        cell = try cell.setting(runTime.poses(over: cell.frames, in: file, &run))
        // A maker's, where the file has one: a matrix is how calibrations are written, not what a robot speaks.
        let own = cell.conventions.first { $0 != "matrix" } ?? "quaternion_xyzw"
        let robot = try asked ?? PoseConventions.named(own)
        let check = CellCheck(cell)
        for remark in cell.remarks { run.warn("\(remark)") }
        for finding in check.findings { run.warn("\(file): \(finding)") }
        return Outcome(
            schema: "pickpose.cell/1", status: "ok",
            body: [
                "file": JSON(file), "base": JSON(cell.base), "scan": JSON(cell.scan),
                "frames": JSON(check.frames.map { $0.json(robot, base: cell.base) }),
                "not_set": JSON(check.notSet),
                "reach": check.reach.map { ["nearest": JSON($0.lowerBound), "farthest": JSON($0.upperBound)] } ?? .null,
                "settings": JSON(
                    cell.settings.map {
                        ["key": JSON($0.key), "value": JSON($0.value), "default": JSON($0.isDefault)] as JSON
                    }),
            ],
            text: text(cell, check, robot))
    }

    private func text(_ cell: CellFile, _ check: CellCheck, _ convention: any PoseConvention) -> String {
        let tree = TreeDrawing(check.frames.map { ($0.name, $0.depth) }).lines
        let width = tree.map(\.count).max() ?? 0
        var lines = ["frames, in \(cell.base) as \(convention.name):"]
        for (line, frame) in zip(tree, check.frames) {
            let pose = frame.name == cell.base ? "" : frame.text(in: cell.base, as: convention)
            let padding = String(repeating: " ", count: width - line.count)
            lines.append(pose.isEmpty ? "  \(line)" : "  \(line)\(padding)  \(pose)\(frame.deviations)")
        }
        if !check.notSet.isEmpty {
            lines.append(
                "to be set at run time: " + check.notSet.map { "--set \($0)=\"NAME:TEXT\"" }.joined(separator: " "))
        }
        if let reach = check.reach {
            let (near, far) = (reach.lowerBound.rounded(to: 3), reach.upperBound.rounded(to: 3))
            lines.append("the work volume is \(near) to \(far) m from the base's origin")
        }
        lines.append("settings (* by default):")
        for setting in cell.settings {
            lines.append("  \(setting.isDefault ? "*" : " ") \(setting.key): \(setting.value)")
        }
        return lines.joined(separator: "\n")
    }
}

extension CellCheck.Frame {
    /// The pose in the base, else in the parent, for what hangs on a frame that moves.
    fileprivate func text(in base: String, as convention: any PoseConvention) -> String {
        if let baseFromFrame { return baseFromFrame.pose.written(as: convention).text }
        guard let parent, let parentFromFrame else { return "not known before the program runs" }
        return "\(parentFromFrame.written(as: convention).text) in \(parent)"
    }

    fileprivate func json(_ convention: any PoseConvention, base: String) -> JSON {
        [
            "name": JSON(name), "parent": parent.map { JSON($0) } ?? .null,
            "pose": baseFromFrame.map { JSON(transform: $0.pose, from: name, to: base) } ?? .null,
            "formatted": baseFromFrame.map { [convention.name: JSON($0.pose.written(as: convention).text)] } ?? .null,
            "covariance": baseFromFrame?.covariance.map { JSON($0.matrix.rows.map { JSON($0) }) } ?? .null,
        ]
    }

    /// `± 1.2 mm, 0.1°`, the largest of the three axes each.
    fileprivate var deviations: String {
        guard let baseFromFrame, let covariance = baseFromFrame.covariance else { return "" }
        let (rotation, position) = covariance.deviations(of: baseFromFrame.pose)
        return "  ± \((position.max() * 1000).rounded(to: 3)) mm, \((rotation.max() * 180 / .pi).rounded(to: 3))°"
    }
}

/// Names with their depths as a tree of lines.
private struct TreeDrawing {
    var lines: [String] = []

    init(_ nodes: [(name: String, depth: Int)]) {
        // From the last line up: whether, at each depth, a later sibling hangs on the same node.
        var goesOn: [Bool] = []
        for node in nodes.reversed() {
            goesOn =
                Array(goesOn.prefix(node.depth)) + Array(repeating: false, count: max(0, node.depth - goesOn.count))
            guard let isLast = goesOn.popLast().map({ !$0 }) else {
                lines.append(node.name)
                continue
            }
            lines.append(goesOn.map { $0 ? "│  " : "   " }.joined() + (isLast ? "└─ " : "├─ ") + node.name)
            goesOn.append(true)
        }
        lines.reverse()
    }
}
