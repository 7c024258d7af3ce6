import LinearAlgebra
import RobotCell

/// Grasps with two fingers that close on what lies between them.
struct JawSampler: GraspSampler {
    let task: GraspTask
    let gripper: JawGripper

    func search(_ surroundings: Surroundings, in scene: GraspScene) -> GraspOutcome {
        var search = JawSearch(sampler: self, scene: scene, object: surroundings.object)
        search.run(surroundings)
        return search.outcome
    }

    /// Half the diagonal of what the opened gripper takes up across its approach.
    private var across: Double {
        let x = max(gripper.palm.width, gripper.fingers.width)
        let y = max(gripper.palm.thickness, gripper.opening.upperBound + 2 * gripper.fingers.thickness)
        return (x * x + y * y).squareRoot() / 2 + task.options.obstacleClearance
    }

    /// From the tips to the palm's far end.
    private var along: Double { gripper.fingers.length + gripper.palm.length + task.options.obstacleClearance }

    /// From above, as far as the palm and what the height map shows beside it.
    var reachFromAbove: Double { across + JawViewSearch.besidePalm(gripper, task.options) }

    /// From a side the gripper lies along its approach, and begins it further back.
    var reachFromSide: Double { max(reachFromAbove, diagonal(along + task.motion.approach)) }

    var reach: GripperReach {
        // However it is turned, its far end stays within its diagonal of the tips, and comes from or goes up by the rest.
        GripperReach(
            levelFromAbove: reachFromAbove, level: reachFromSide,
            up: diagonal(along) + max(task.motion.approach, task.motion.lift))
    }

    /// From between the tips to the far corner of a body that is so long.
    private func diagonal(_ length: Double) -> Double { (length * length + across * across).squareRoot() }
}
