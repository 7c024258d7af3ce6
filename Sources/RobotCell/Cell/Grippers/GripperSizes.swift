import LinearAlgebra

/// The sizes of one kind of gripper: what a cell's file says of it besides its `type`.
protocol GripperSizes: Equatable, Sendable {
    static var kind: Gripper.Kind { get }
    /// The keys of the section `gripper`, besides `type`.
    static var keys: [String] { get }
    /// The whole section, as a message shows what belongs there: `{type: jaw, opening: …}`.
    static var shape: String { get }

    /// What lies at the grasp frame's origin, as a comment in a program says it: `fingertips`.
    static var tip: String { get }

    /// Reads the section, whose `type` is this kind; lengths in metres.
    init(_ node: CellNode, unit: LengthUnit) throws(CellFileError)

    /// As the file would write it, with lengths in its unit.
    func setting(_ length: (_ meters: Double) -> String) -> String

    /// What about the sizes, and about the way that the gripper comes, is possible but rarely meant.
    func findings(approach: Double) -> [CellFinding]

    var gripper: Gripper { get }
}

extension GripperSizes {
    /// What a length of a gripper may be at all, metres: outside it the unit is wrong.
    static var sensible: ClosedRange<Double> { 5e-4...2.0 }

    func findings(approach: Double) -> [CellFinding] { [] }
}
