/// How a robot program moves and holds: the section `program` of a cell's file. Lengths in metres.
public struct ProgramSettings: Equatable, Sendable {
    /// The program's name; `nil` for the output file's.
    public var name: String?
    /// Of the tool's tip on straight ways, metres a second.
    public var speed = 0.25
    /// Of the joints on the ways between, percent of the robot's own.
    public var jointSpeed = 30.0
    /// Of the tool's tip, metres a second squared.
    public var acceleration = 1.0
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
    /// What the gripper weighs, in kilograms, for a tool that a RAPID program states.
    public var toolMass = 1.0
    /// The number of the user frame that the base is; 0 for the robot's own base.
    public var userFrame = 0
    /// The same for RAPID: a work object's name.
    public var workObject = "wobj0"
    /// FANUC's words for the arm's configuration.
    public var configuration = "N U T, 0, 0, 0"
    /// How the program works the gripper.
    public var gripper = GripperControl()

    /// Everything at its default.
    public init() {}

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
    }
}
