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
    /// The way between over everything that the scan shows; `nil` where the cell asks for no such height.
    public var transit: Transit?

    /// Poses high above others of a pick, between which all joints may move at once.
    public struct Transit: Equatable, Sendable {
        /// Straight above the approach.
        public var approach: RigidTransform
        /// Straight above the lift.
        public var lift: RigidTransform
        /// Straight above the place's approach, and above its retreat; `nil` without a place.
        public var place: RigidTransform?
        /// The same above the retreat.
        public var retreat: RigidTransform?

        /// Poses of the grasp frame in the base.
        public init(
            approach: RigidTransform, lift: RigidTransform, place: RigidTransform? = nil,
            retreat: RigidTransform? = nil
        ) {
            (self.approach, self.lift, self.place, self.retreat) = (approach, lift, place, retreat)
        }
    }

    /// Poses of the grasp frame in the base; without a place the last three are `nil`.
    public init(
        approach: RigidTransform, grasp: RigidTransform, lift: RigidTransform,
        placeApproach: RigidTransform? = nil, place: RigidTransform? = nil, retreat: RigidTransform? = nil,
        transit: Transit? = nil
    ) {
        (self.approach, self.grasp, self.lift) = (approach, grasp, lift)
        (self.placeApproach, self.place, self.retreat) = (placeApproach, place, retreat)
        self.transit = transit
    }

    /// The same with the gripper turned about its own axes by `turn`.
    public func turned(by turn: Matrix3) -> PickFrames {
        let turn = RigidTransform(rotation: turn)
        return PickFrames(
            approach: approach * turn, grasp: grasp * turn, lift: lift * turn,
            placeApproach: placeApproach.map { $0 * turn }, place: place.map { $0 * turn },
            retreat: retreat.map { $0 * turn },
            transit: transit.map {
                Transit(
                    approach: $0.approach * turn, lift: $0.lift * turn, place: $0.place.map { $0 * turn },
                    retreat: $0.retreat.map { $0 * turn })
            })
    }
}
