public import LinearAlgebra

/// A way to hold an object with a parallel-jaw gripper.
///
/// The grasp frame: z is the approach (out of the gripper, into the object), y the direction in which the fingers
/// close, x = y × z. Its origin lies between the fingertips, midway between their inner faces.
///
///          palm ┌────────────┐
///               └─┬─┬────┬─┬─┘         z = −length
///         fingers │ │    │ │
///                 │ │ ██ │ │           x = y × z, into the page, away from you
///                 └─┘ ██ └─┘           z = 0: the fingertips
///                      └──▶ y
///                      │
///                      ▼ z
///                 ┊←opening→┊          inner faces at y = ± opening / 2
///
/// The flange is where the cell's file says: with a frame `tool` from the flange to between the fingertips,
/// `T_base_flange = T_base_grasp · T_flange_tool⁻¹`.
public struct Grasp: Sendable {
    /// The ``GraspScene/Object/id`` of what is held.
    public var object: Int
    /// z the approach, y the closing direction, the origin between the fingertips.
    public var scanFromGrasp: RigidTransform
    /// Between the fingers' inner faces before they close, in metres.
    public var opening: Double
    /// Measured between the contact faces, in metres.
    public var width: Double
    /// How far the tips reach below the top of what they hold, in metres.
    public var gripDepth: Double
    /// The height over the support of what the object stands on, in metres: 0 for the support itself.
    public var footing: Double
    /// How far the object may lie from where the frame has it.
    public var deviations: GraspDeviations
    /// How far it may be trusted at all.
    public var confidence: GraspConfidence
    /// 0…1: how likely the grasp is to hold, by its margins.
    public var score: Double
    /// The margins that the score is made of.
    public var margins: GraspMargins
}

/// Standard deviations of a grasp frame against the object, along and about the frame's own axes: how well the seen
/// sides say where its middle is and how it is turned, and how well the support's plane is known. Radians and metres.
public struct GraspDeviations: Equatable, Sendable {
    /// About x, y and z of the grasp frame, radians.
    public var rotation: Vector3
    /// Along x, y and z of the grasp frame, metres.
    public var position: Vector3

    /// Radians and metres, in the grasp frame.
    public init(rotation: Vector3, position: Vector3) {
        (self.rotation, self.position) = (rotation, position)
    }
}

/// What speaks for and against a grasp. Lengths in metres, angles in radians, shares 0…1.
public struct GraspMargins: Sendable {
    /// Points between the fingers, and the share of them that carry the object's label.
    public var pointsBetween: Int
    /// Of those points, the share with the object's label.
    public var ownShare: Double
    /// Free room beside the object where the tighter finger goes.
    public var room: Double
    /// The larger of the two contact faces' angles against the closing direction.
    public var contactAngle: Double
    /// Share of the fingers' width that meets the object.
    public var contact: Double
    /// Share of the way from finger to finger on which the object's near side was seen.
    public var seenShare: Double
    /// From the object's middle, across the approach.
    public var offCentre: Double
    /// Shares of the fingers' volume that the object itself hides, that something else hides, and without measurement.
    public var hiddenByObject: Double
    /// What something else hides.
    public var hiddenByOthers: Double
    /// Where the sensor measured nothing.
    public var unmeasured: Double
}

/// What the search for grasps found, and what it passed over.
public struct GraspSearchResult: Sendable {
    /// Nothing found.
    public init() {}

    /// The best grasp of each object that has one, best first.
    public var grasps: [Grasp] = []
    /// Every other object, and why.
    public var rejected: [RejectedObject] = []
    /// All candidates of all objects, counted.
    public var tally = GraspTally()
}
