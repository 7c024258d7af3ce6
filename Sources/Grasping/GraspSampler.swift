import LinearAlgebra
import RobotCell

/// Finds how one kind of gripper can hold an object.
///
/// Grasping's landing page lists what a further kind needs. What is common to all kinds is done before: what lies over
/// the object, and what stands round it.
protocol GraspSampler: Sendable {
    /// How far from an object the gripper may meet something.
    var reach: GripperReach { get }

    /// The best grasp of the object that the surroundings are of, or what stopped the candidate that came nearest.
    ///
    /// - Parameters:
    ///   - surroundings: as far as the gripper reaches from above.
    ///   - scene: as far as it reaches at all.
    func search(_ surroundings: Surroundings, in scene: GraspScene) -> GraspOutcome
}

/// How far from an object a gripper that comes, holds it and lifts it may meet something, by its size and its motion;
/// metres.
struct GripperReach: Equatable, Sendable {
    /// Round the object, along the support, when the gripper comes straight down.
    var levelFromAbove: Double
    /// The same from wherever it comes.
    var level: Double
    /// Over the highest object, along the support's normal.
    var up: Double
}

/// What the search for one object's grasp came to.
struct GraspOutcome: Sendable {
    var best: Grasp?
    /// What stopped the candidate that came nearest; also beside a grasp that is unlikely to hold.
    var miss: GraspMiss?
    var tally = GraspTally()
}

/// What every sampler works with, besides the scene.
struct GraspTask: Sendable {
    let motion: PickMotion
    let options: GraspOptions
    /// Which grasp frames may be used at all, in the coordinates of the scan's file.
    let accepts: @Sendable (_ scanFromGrasp: RigidTransform) -> Bool
}

extension Gripper {
    /// How far from an object it may meet something.
    func reach(motion: PickMotion, _ options: GraspOptions) -> GripperReach {
        sampler(for: GraspTask(motion: motion, options: options) { _ in true }).reach
    }

    func sampler(for task: GraspTask) -> any GraspSampler {
        switch self {
        case .jaw(let gripper): JawSampler(task: task, gripper: gripper)
        }
    }
}
