import LinearAlgebra
import RobotCell

/// Finds how one kind of gripper can hold an object.
///
/// A further kind is a folder with its own sampler, and a case in `Gripper`, ``Grip`` and in the one `switch` below.
/// What is common to all kinds is done before: what lies over the object, and what stands round it.
protocol GraspSampler: Sendable {
    /// How far round an object, level, the gripper may meet something when it comes from above; metres.
    var reach: Double { get }

    /// The best grasp of the object that the surroundings are of, or what stopped the candidate that came nearest.
    func search(_ surroundings: Surroundings) -> GraspOutcome
}

/// What the search for one object's grasp came to.
struct GraspOutcome: Sendable {
    var best: Grasp?
    /// What stopped the candidate that came nearest; also beside a grasp that is unlikely to hold.
    var miss: GraspMiss?
    var tally = GraspTally()
}

/// What every sampler works with.
struct GraspTask: Sendable {
    let scene: GraspScene
    let motion: PickMotion
    let options: GraspOptions
    /// Which grasp frames may be used at all, in the coordinates of the scan's file.
    let accepts: @Sendable (_ scanFromGrasp: RigidTransform) -> Bool
}

extension Gripper {
    func sampler(for task: GraspTask) -> any GraspSampler {
        switch self {
        case .jaw(let gripper): JawSampler(task: task, gripper: gripper)
        }
    }
}
