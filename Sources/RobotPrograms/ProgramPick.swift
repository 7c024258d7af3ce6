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
    /// Between the sides that are held, metres; `nil` for a kind that holds no sides.
    public var width: Double?
    /// What speaks for and against it, for a comment.
    public var reasons: [String]
    /// Where the gripper goes, in the base; metres.
    public var frames: PickFrames

    /// The opening and the width in metres.
    public init(
        object: Int, score: Double, confidence: GraspConfidence = .sound, opening: Double? = nil,
        width: Double? = nil, reasons: [String] = [], frames: PickFrames
    ) {
        (self.object, self.score, self.confidence, self.opening) = (object, score, confidence, opening)
        (self.width, self.reasons, self.frames) = (width, reasons, frames)
    }

    /// A pick of a plan.
    public init(_ pick: Pick) {
        self.init(
            object: pick.object, score: pick.grasp.score, confidence: pick.grasp.confidence,
            opening: pick.grasp.grip.opening, width: pick.grasp.grip.width, reasons: pick.reasons, frames: pick.frames)
    }

    /// The same with the gripper turned by half about its approach: a gripper with two fingers holds the same.
    var turnedOver: ProgramPick {
        var pick = self
        pick.frames = frames.turned(by: Matrix3(diagonal: Vector3(-1, -1, 1)))
        return pick
    }
}
