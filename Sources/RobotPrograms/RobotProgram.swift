public import LinearAlgebra
public import RobotCell

/// Picks as a sequence of moves and gripper actions that a robot can run.
///
///     let program = try RobotProgram(picks: picks, cell: cell, source: "table.pcd")
///     for file in try program.files(in: .urscript) { print(file.text) }
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
    /// Speeds, zones and the gripper, from the cell.
    public var settings: ProgramSettings
    /// `T_flange_tool`, where the cell says it.
    public var flangeFromTool: RigidTransform?
    public internal(set) var picks: [ProgramPick]
    /// Picks that are left out, for the first one's object is still held.
    public let heldBack: Int

    /// Whether several objects are put down at one place, which must then be cleared after each.
    public var putsAllAtOnePlace: Bool { picks.count > 1 && picks.allSatisfy { $0.frames.place != nil } }

    /// The farthest coordinate that a program may hold, metres.
    static let reach = 100.0

    /// - Throws: what in the cell must not drive a robot, a pose that no robot reaches, or the tool's frame where its
    ///   chain to the flange is not known.
    public init(
        picks: [ProgramPick], cell: CellFile, source: String = "", name: String? = nil
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
        self.name = name ?? cell.program.name ?? "pick"
        (base, self.source, settings) = (cell.base, source, cell.program)
        let endsHolding = picks.first.map { $0.frames.place == nil } ?? false
        self.picks = endsHolding ? Array(picks.prefix(1)) : picks
        heldBack = picks.count - self.picks.count
        for pick in self.picks {
            for step in pick.steps {
                guard case .move(_, let pose, _) = step else { continue }
                let far = max(abs(pose.translation.x), abs(pose.translation.y), abs(pose.translation.z))
                guard far <= Self.reach else { throw .outOfReach(far) }
            }
        }
    }
}

/// What a program needs to know of one pick.
public struct ProgramPick: Equatable, Sendable {
    /// The object's id.
    public var object: Int
    /// 0…1, as the plan states it.
    public var score: Double
    /// Between the fingers before they close, metres.
    public var opening: Double
    /// What speaks for and against it, for a comment.
    public var reasons: [String]
    /// Where the gripper goes, in the base; metres.
    public var frames: PickFrames

    /// The opening in metres.
    public init(object: Int, score: Double, opening: Double, reasons: [String] = [], frames: PickFrames) {
        (self.object, self.score, self.opening, self.reasons, self.frames) = (object, score, opening, reasons, frames)
    }

    /// In the order in which the robot does them.
    var steps: [ProgramStep] {
        var steps: [ProgramStep] = [
            .open, .move("approach", frames.approach, .joint), .move("grasp", frames.grasp, .straight), .close,
            .move("lift", frames.lift, .straight),
        ]
        if let placeApproach = frames.placeApproach, let place = frames.place {
            steps += [.move("place_approach", placeApproach, .joint), .move("place", place, .straight), .open]
            if let retreat = frames.retreat { steps.append(.move("retreat", retreat, .straight)) }
        }
        return steps
    }
}

/// One thing that the robot does.
enum ProgramStep: Equatable, Sendable {
    enum Way: Sendable { case joint, straight }

    case move(String, RigidTransform, Way)
    case open, close
}
