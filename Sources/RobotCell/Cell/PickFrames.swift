public import LinearAlgebra

/// Where the grasp frame goes, one after the other, in the robot's base.
public struct PickFrames: Equatable, Sendable {
    /// Back from the grasp along its −z: the gripper goes straight in from here, opened.
    public var approach: RigidTransform
    /// Here the gripper closes.
    public var grasp: RigidTransform
    /// Straight up from the support.
    public var lift: RigidTransform
    /// Straight above the place; `nil`, as all that follow, where the cell has no place.
    public var placeApproach: RigidTransform?
    /// Here the gripper opens.
    public var place: RigidTransform?
    /// Back from the place along the grasp frame's −z.
    public var retreat: RigidTransform?

    /// Poses of the grasp frame in the base; without a place the last three are `nil`.
    public init(
        approach: RigidTransform, grasp: RigidTransform, lift: RigidTransform,
        placeApproach: RigidTransform? = nil, place: RigidTransform? = nil, retreat: RigidTransform? = nil
    ) {
        (self.approach, self.grasp, self.lift) = (approach, grasp, lift)
        (self.placeApproach, self.place, self.retreat) = (placeApproach, place, retreat)
    }
}
