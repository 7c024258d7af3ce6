public import Grasping
import LinearAlgebra
public import RobotCell

extension PickPlan {
    /// The plan's picks as a program for the cell that they were planned for: those that are trusted, best first.
    ///
    ///     let cell = try CellFile(contentsOf: "cell.yaml").driven    // as a program works its gripper
    ///     let plan = try pickPlan(for: scan, segments: segment(scan), cell: cell)
    ///     let program = try plan.program(for: cell)
    ///     for file in try program.files(in: .krl) { print(file.fileName, file.text) }
    ///
    /// - Parameters:
    ///   - cell: the one that the picks were planned for.
    ///   - least: the least trusted picks that a robot may do without a person's look at them; the others are in
    ///     ``RobotProgram/leftOut``.
    ///   - most: no more picks than this.
    ///   - source: where the picks come from, for a comment.
    ///   - name: what the program is called; by default as the cell says.
    /// - Throws: what in the cell must not drive a robot, a support that leans more than the cell allows, a pose that no
    ///   robot reaches, or the tool's frame where its chain to the flange is not known.
    public func program(
        for cell: CellFile, trusting least: GraspConfidence = .sound, atMost most: Int = .max, source: String = "",
        name: String? = nil
    ) throws(RobotProgramError) -> RobotProgram {
        try checkDriving(of: cell)
        return try RobotProgram(
            picks: picks.map { ProgramPick($0) }, cell: cell, trusting: least, atMost: most, source: source,
            name: name)
    }
}

extension PickPlan {
    /// Refuses a plan that a robot must not go by, whatever its picks are worth: on a support that leans more than the
    /// cell allows.
    public func checkDriving(of cell: CellFile) throws(RobotProgramError) {
        guard let support, support.leansTooMuch else { return }
        throw .cell(
            cell.refusal(
                "the scan shows it leaning by \(support.lean.asDegrees), at most \(support.settings.maximumLean.asDegrees): if"
                    + " it is level, the pose of \(cell.scan) is wrong; if it does lean, say so by its normal or lean",
                key: "support"))
    }
}

extension Pick {
    /// This pick alone as a program for the cell that it was planned for; it moves nothing where the pick isn't
    /// trusted.
    public func program(
        for cell: CellFile, trusting least: GraspConfidence = .sound, source: String = "", name: String? = nil
    ) throws(RobotProgramError) -> RobotProgram {
        try RobotProgram(picks: [ProgramPick(self)], cell: cell, trusting: least, source: source, name: name)
    }
}
