public import Grasping
import RobotCell

/// A pick that a program leaves out.
public struct LeftOutPick: Equatable, Sendable {
    /// Why a pick is left out.
    public enum Reason: Equatable, Sendable {
        /// It is trusted less than the program asks for.
        case notTrusted(GraspConfidence)
        /// The program has as many picks as were asked for.
        case enough
        /// The cell has no place, so that the first object stays in the gripper.
        case handFull
    }

    /// The pick that the robot doesn't do.
    public var pick: ProgramPick
    /// Why.
    public var reason: Reason

    /// A pick, and why it is left out.
    public init(pick: ProgramPick, reason: Reason) { (self.pick, self.reason) = (pick, reason) }
}

extension LeftOutPick.Reason {
    /// `nil` for a pick that the robot does after those that it does already.
    init?(for pick: ProgramPick, after done: [ProgramPick], trusting least: GraspConfidence, atMost most: Int) {
        if pick.confidence < least {
            self = .notTrusted(pick.confidence)
        } else if done.count >= most {
            self = .enough
        } else if let last = done.last, last.frames.place == nil {
            self = .handFull
        } else {
            return nil
        }
    }
}
