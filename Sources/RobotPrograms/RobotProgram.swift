public import Grasping
public import LinearAlgebra
public import RobotCell

/// Picks as a sequence of moves and gripper actions that a robot can run.
///
///     let plan = try pickPlan(for: scan, segments: segment(scan), cell: cell)
///     for file in try plan.program(for: cell).files(in: .urscript) { print(file.text) }
///
/// A pick opens the gripper, goes to its approach with all joints at once, straight into the grasp, closes, lifts
/// straight, and does the same at the place. Poses are those of the tool's tip (the grasp frame) in the cell's base.
/// Without a place the first object stays in the gripper, so the program ends with its lift.
public struct RobotProgram: Sendable {
    /// What the user calls it; each language makes a legal name of it.
    public var name: String
    /// The frame that all poses are given in.
    public var base: String
    /// Where the picks come from, for a comment.
    public var source: String
    /// Speeds, zones and how the gripper is worked, from the cell.
    public var settings: ProgramSettings
    /// The kind of the cell's gripper.
    public var gripper: Gripper.Kind
    /// `T_flange_tool`, where the cell says it.
    public var flangeFromTool: RigidTransform?
    /// How far the program opens the gripper whatever the pick, metres; `nil` where each pick says its own.
    public var commandedOpening: Double?
    /// What the gripper closes to where it holds nothing, metres.
    public var closedOpening = 0.0
    /// Those that the robot does, in this order.
    public internal(set) var picks: [ProgramPick]
    /// Those that it doesn't, in the order in which they were given.
    public let leftOut: [LeftOutPick]

    /// Whether several objects are put down at one place, which must then be cleared after each.
    public var putsAllAtOnePlace: Bool { picks.count > 1 && picks.allSatisfy { $0.frames.place != nil } }

    /// Two ways to turn that differ by less are alike; radians.
    private static let sameTurn = 1e-9
    /// The farthest coordinate that a program may hold, metres.
    static let reach = 100.0

    /// A program of the picks that are trusted; ``leftOut`` says which are not in it, and why.
    ///
    /// - Parameters:
    ///   - picks: in the order in which the robot is to do them.
    ///   - cell: the one that they were planned for.
    ///   - least: the least trusted picks that a robot may do without a person's look at them.
    ///   - most: no more picks than this, counted after those that aren't trusted are left out.
    ///   - source: where the picks come from, for a comment.
    ///   - name: what the program is called; by default as the cell says.
    /// - Throws: what in the cell must not drive a robot, a pose that no robot reaches, or the tool's frame where its
    ///   chain to the flange is not known.
    public init(
        picks: [ProgramPick], cell: CellFile, trusting least: GraspConfidence = .sound, atMost most: Int = .max,
        source: String = "", name: String? = nil
    ) throws(RobotProgramError) {
        do throws(CellFileError) {
            try cell.checkDriving()
        } catch {
            throw .cell(error)
        }
        do throws(FrameTreeError) {
            flangeFromTool = try cell.flangeFromTool()
        } catch {
            throw .frames(error)
        }
        (commandedOpening, closedOpening) = (cell.commandedOpening, cell.closedOpening)
        self.name = name ?? cell.program.name ?? "pick"
        (base, self.source, settings, gripper) = (cell.base, source, cell.program, cell.gripper.kind)
        var (kept, leftOut) = ([ProgramPick](), [LeftOutPick]())
        for pick in picks {
            if let reason = LeftOutPick.Reason(for: pick, after: kept, trusting: least, atMost: most) {
                leftOut.append(LeftOutPick(pick: pick, reason: reason))
            } else {
                kept.append(pick)
            }
        }
        (self.picks, self.leftOut) = (kept, leftOut)
        if let home = settings.home, cell.gripper.isSymmetric {
            // Of the two wrists that hold the same, the one with less to turn.
            self.picks = self.picks.map { pick in
                let turned = pick.turnedOver
                func turn(_ pick: ProgramPick) -> Double {
                    Quaternion(rotation: home.rotation.transposed * pick.frames.grasp.rotation).rotationVector.length
                }
                return turn(turned) < turn(pick) - Self.sameTurn ? turned : pick
            }
        }
        for pick in self.picks {
            for step in pick.steps(settings, isFirst: true) {
                guard let pose = step.pose else { continue }
                let far = max(abs(pose.translation.x), abs(pose.translation.y), abs(pose.translation.z))
                guard far <= Self.reach else { throw .outOfReach(far) }
            }
        }
    }
}
