public import Reports
public import RobotCell

/// A cell's frames, what is missing and what looks wrong.
public struct CellCheckRequest: Request {
    public var cell: CellInput
    /// How the frames' poses are written for people; `nil`: as the file's own.
    public var convention: (any PoseConvention)?
    /// Poses of frames that no file can know.
    public var runTimePoses: [RunTimePose]

    public init(_ cell: CellInput, convention: (any PoseConvention)? = nil, runTimePoses: [RunTimePose] = []) {
        (self.cell, self.convention, self.runTimePoses) = (cell, convention, runTimePoses)
    }

    public func perform(_ diagnostics: inout Diagnostics) throws -> CellReport {
        var cell = try cell.cell()
        cell = try cell.setting(diagnostics.runTimePoses(runTimePoses, over: cell.frames, in: self.cell))
        // A maker's, where the file has one: a matrix is how calibrations are written, not what a robot speaks.
        let own = cell.conventions.first { $0 != "matrix" } ?? "quaternion_xyzw"
        let report = CellReport(
            file: self.cell.name, cell: cell, convention: try convention ?? PoseConventions.named(own))
        for remark in cell.remarks { diagnostics.warn("\(remark)") }
        for finding in report.check.findings { diagnostics.warn("\(self.cell.name): \(finding)") }
        return report
    }
}
