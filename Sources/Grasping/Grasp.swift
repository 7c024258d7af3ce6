public import LinearAlgebra
public import RobotCell

/// A way to hold an object.
///
/// The grasp frame is the same for every kind of gripper: z is the approach (out of the gripper, into the object), and
/// its origin lies where the gripper touches: between the fingertips of a jaw gripper, where y is the direction in
/// which the fingers close and x = y × z.
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
    /// Maps the grasp frame into the coordinates of the scan's file.
    public var scanFromGrasp: RigidTransform
    /// How the gripper holds the object, as its kind has it.
    public var grip: Grip
    /// The height over the support of what the object stands on, in metres: 0 for the support itself.
    public var standsAt: Double
    /// How far the object may lie from where the frame has it.
    public var deviations: GraspDeviations
    /// How far it may be trusted at all.
    public var confidence: GraspConfidence
    /// 0…1: how likely the grasp is to hold, by its margins.
    public var score: Double

    /// A grasp with all that is said of it; lengths in metres.
    public init(
        object: Int, scanFromGrasp: RigidTransform, grip: Grip, standsAt: Double = 0, deviations: GraspDeviations,
        confidence: GraspConfidence, score: Double
    ) {
        (self.object, self.scanFromGrasp, self.grip, self.standsAt) = (object, scanFromGrasp, grip, standsAt)
        (self.deviations, self.confidence, self.score) = (deviations, confidence, score)
    }

    /// What speaks for the grasp and against it, in words and numbers, for people.
    public var reasons: [String] {
        switch grip {
        case .jaw(let grip): grip.reasons(confidence: confidence)
        }
    }
}

/// How a gripper holds an object, by its kind: a case for each of `Gripper`'s.
public enum Grip: Equatable, Sendable {
    /// Between two fingers.
    case jaw(JawGrip)

    /// How wide it opens before it closes, metres; `nil` for a kind that doesn't open.
    public var opening: Double? {
        switch self {
        case .jaw(let grip): grip.opening
        }
    }

    /// Between the sides that are held, metres; `nil` for a kind that holds no sides.
    public var width: Double? {
        switch self {
        case .jaw(let grip): grip.width
        }
    }

    /// The kind of gripper that holds so.
    public var gripper: Gripper.Kind {
        switch self {
        case .jaw: .jaw
        }
    }
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
