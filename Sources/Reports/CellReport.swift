public import Files
import LinearAlgebra
public import RobotCell

/// A cell seen from every side: its frames, what is missing and what looks wrong: `pickpose.cell/1`.
public struct CellReport: Report {
    public static let schema = "pickpose.cell/1"

    /// The cell's file.
    public var file: String
    public var cell: CellFile
    public var check: CellCheck
    /// How the frames' poses are written for people.
    public var convention: any PoseConvention

    public init(file: String, cell: CellFile, convention: any PoseConvention) {
        (self.file, self.cell, self.convention) = (file, cell, convention)
        check = CellCheck(cell)
    }

    public var status: String { "ok" }

    public var members: KeyValuePairs<String, JSON> {
        [
            "file": JSON(file), "base": JSON(cell.base), "scan": JSON(cell.scan),
            "frames": JSON(check.frames.map { $0.json(convention, base: cell.base) }),
            "not_set": JSON(check.notSet),
            "reach": check.reach.map { ["nearest": JSON($0.lowerBound), "farthest": JSON($0.upperBound)] } ?? .null,
            "settings": JSON(
                cell.settings.map {
                    ["key": JSON($0.key), "value": JSON($0.value), "default": JSON($0.isDefault)] as JSON
                }),
        ]
    }

    public var text: String { text(naming: .labels) }

    public func text(naming settings: SettingNames) -> String {
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
                "to be set at run time: "
                    + check.notSet.map { settings("set", "\($0)=\"NAME:TEXT\"") }.joined(separator: " "))
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
            "name": JSON(name), "parent": JSON(name: parent),
            "pose": baseFromFrame.map { JSON(transform: $0.pose, from: name, to: base) } ?? .null,
            "formatted": baseFromFrame.map { [convention.name: JSON($0.pose.written(as: convention).text)] } ?? .null,
            "covariance": baseFromFrame?.covariance.map { JSON($0.matrix) } ?? .null,
        ]
    }

    /// `± 1.2 mm, 0.1°`, the largest of the three axes each.
    fileprivate var deviations: String {
        guard let baseFromFrame, let covariance = baseFromFrame.covariance else { return "" }
        let (rotation, position) = covariance.deviations(of: baseFromFrame.pose)
        return "  ± \(position.max().millimeters(rounded: 3)) mm, \(rotation.max().degrees(rounded: 3))°"
    }
}
