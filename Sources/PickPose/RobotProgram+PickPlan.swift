public import Grasping
public import RobotCell
public import RobotPrograms

extension RobotProgram {
    /// The program of a plan's picks.
    ///
    ///     let plan = try pickPlan(for: scan, segments: segment(scan), cell: cell)
    ///     let files = try RobotProgram(of: plan, in: cell).files(in: .krl)
    ///
    /// - Throws: what in the cell must not drive a robot, a pose that no robot reaches, or the tool's frame where its
    ///   chain to the flange is not known.
    public init(
        of plan: PickPlan, in cell: CellFile, source: String = "", name: String? = nil
    ) throws(RobotProgramError) {
        try self.init(picks: plan.picks.map { ProgramPick($0) }, cell: cell, source: source, name: name)
    }
}

extension ProgramPick {
    /// What a program needs to know of a pick.
    public init(_ pick: Pick) {
        self.init(
            object: pick.object, score: pick.grasp.score, opening: pick.grasp.opening, reasons: pick.grasp.reasons,
            frames: pick.frames)
    }
}
