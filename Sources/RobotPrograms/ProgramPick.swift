public import Grasping
import LinearAlgebra
public import RobotCell

/// What a program needs to know of one pick.
public struct ProgramPick: Equatable, Sendable {
    /// The object's id.
    public var object: Int
    /// 0…1, as the plan states it.
    public var score: Double
    /// How far it may be trusted.
    public var confidence: GraspConfidence
    /// How wide the gripper opens before it closes, metres; `nil` for a kind that doesn't open.
    public var opening: Double?
    /// What speaks for and against it, for a comment.
    public var reasons: [String]
    /// Where the gripper goes, in the base; metres.
    public var frames: PickFrames

    /// The opening in metres.
    public init(
        object: Int, score: Double, confidence: GraspConfidence = .sound, opening: Double? = nil,
        reasons: [String] = [], frames: PickFrames
    ) {
        (self.object, self.score, self.confidence, self.opening) = (object, score, confidence, opening)
        (self.reasons, self.frames) = (reasons, frames)
    }

    /// A pick of a plan.
    public init(_ pick: Pick) {
        self.init(
            object: pick.object, score: pick.grasp.score, confidence: pick.grasp.confidence,
            opening: pick.grasp.grip.opening, reasons: pick.grasp.reasons, frames: pick.frames)
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
