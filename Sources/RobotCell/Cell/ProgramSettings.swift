public import LinearAlgebra

/// How a robot program moves and holds: the section `program` of a cell's file. Lengths in metres.
public struct ProgramSettings: Equatable, Sendable {
    /// The program's name; `nil` for the output file's.
    public var name: String?
    /// Of the tool's tip on straight ways, metres a second.
    public var speed = 0.25
    /// The same on the way into a grasp or a place; `nil` for ``speed``.
    public var approachSpeed: Double?
    /// The same on the way out of them; `nil` for ``speed``.
    public var retreatSpeed: Double?
    /// Of the joints on the ways between, percent of the robot's own.
    public var jointSpeed = 30.0
    /// Of the tool's tip, metres a second squared.
    public var acceleration = 1.0
    /// Of the joints, radians a second squared, for URScript; 80° by its manual's own default.
    public var jointAcceleration = 1.4
    /// How far over everything that the scan shows the way leads between pick and place, metres; `nil` for the way as it
    /// comes.
    public var transit: Double?
    /// Where the way starts and ends, a pose of the fingertips in the base; `nil` to start at the first approach.
    public var home: RigidTransform?
    /// How far before a point in the open the way may leave it for the next, metres; 0 stops at each.
    public var zone = 0.01
    /// The most of the way to the next point that a zone takes, whatever ``zone`` says: less than half, so that two zones
    /// never meet.
    package static let zoneShare = 0.4
    /// The tool's number in the controller (KUKA, FANUC, Yaskawa).
    public var tool = 1
    /// The tool's name in a RAPID program.
    public var toolName = "tGripper"
    /// The frame at the gripper's tip, such as a jaw's fingertips: its pose on the flange is the tool that the program
    /// states.
    public var toolFrame: String?
    /// Whether the robot's own TCP is at the fingertips already, so that the program states none: `tool: none`.
    public var usesRobotsTool = false
    /// Whether the file gives ``tool``: the controller's tool of this number has the fingertips then.
    public var givesToolNumber = false
    /// Whether the file gives ``toolName``: the controller's tool of this name has the fingertips then.
    public var givesToolName = false
    /// What the gripper weighs, in kilograms: the program states it as the load of the empty robot. `nil` to leave the
    /// robot's payload as it is.
    public var toolMass: Double?
    /// What a RAPID program takes where ``toolMass`` isn't given, for a tool of 0 kg is none to the controller; kilograms.
    package static let assumedToolMass = 1.0
    /// What an object weighs, in kilograms: the program states the load of both after each grasp. `nil` to state the
    /// gripper's only.
    public var payload: Double?
    /// The number of the user frame that the base is; 0 for the robot's own base.
    public var userFrame = 0
    /// The same for RAPID: a work object's name.
    public var workObject = "wobj0"
    /// FANUC's words for the arm's configuration.
    public var configuration = "N U T, 0, 0, 0"
    /// KUKA's status and turn of every position; `nil` to leave both as they are.
    public var statusAndTurn: StatusAndTurn?
    /// How the program finds out whether something was held; `nil` not to.
    public var gripCheck: GripCheck?
    /// How the program works the gripper.
    public var gripper = GripperControl()
    /// Whether the file says how, so that the gripper is worked so whoever commands it.
    public var givesGripper = false

    /// Everything at its default.
    public init() {}

    /// KUKA's S and T: bits for the arm's configuration and for the signs of its axes.
    public struct StatusAndTurn: Equatable, Sendable {
        /// S.
        public var status: Int
        /// T.
        public var turn: Int

        /// S and T as the controller shows them.
        public init(status: Int, turn: Int) { (self.status, self.turn) = (status, turn) }
    }

    /// How a program asks after the lift whether the gripper holds something.
    public enum GripCheck: Equatable, Sendable {
        /// A digital input, and what it is when something is held.
        case input(Int, held: Bool)
        /// What the robot's language calls the measured distance between the fingers, in millimetres. Something is held
        /// where the fingers stopped nearer to its width than to where they close.
        case width(String)
    }

    /// How a program opens and closes the gripper.
    public struct GripperControl: Equatable, Sendable {
        /// The number of the digital output that works it.
        public var output = 1
        /// What the output is when the gripper is closed.
        public var closed = true
        /// How long it takes, seconds.
        public var wait = 0.5
        /// Statements of the robot's language instead of the output, a line each.
        public var open: [String] = []
        /// The same for closing it.
        public var close: [String] = []

        /// Everything at its default.
        public init() {}

        /// Whether the statements that open it say how wide: with the value `opening_mm` or `opening_m`. An output only
        /// opens it as far as it goes.
        public var setsOpening: Bool { open.contains { $0.contains("opening_m") } }
    }
}
