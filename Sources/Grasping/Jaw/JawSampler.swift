import LinearAlgebra
import RobotCell

/// Grasps with two fingers that close on what lies between them.
struct JawSampler: GraspSampler {
    let task: GraspTask
    let gripper: JawGripper

    /// Beyond half the gripper's own size: what a palm that is off the object's middle still meets. Metres.
    private static let offCentre = 0.05

    /// From above the gripper reaches as far as its palm or its opened fingers do.
    var reach: Double {
        max(gripper.palm.thickness, gripper.palm.width, gripper.opening.upperBound) / 2 + Self.offCentre
    }

    /// From a side it lies along its approach.
    var reachFromSide: Double {
        max(reach, gripper.fingers.length + gripper.palm.length + task.motion.approach)
    }

    func search(_ surroundings: Surroundings) -> GraspOutcome {
        var search = JawSearch(sampler: self, object: surroundings.object)
        search.run(surroundings)
        return search.outcome
    }
}
