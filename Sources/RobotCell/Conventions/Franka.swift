public import LinearAlgebra

/// `franka`: 16 numbers, column by column, in metres: `[r11,r21,r31,0,r12,…,x,y,z,1]`.
///
/// `O_T_EE` and the other poses of a robot's state, as `franka::RobotState` holds and prints them; any of space `,` `;`
/// `[` `]` between. How far a matrix may be off a rotation is as ``MatrixConvention`` has it. (Franka Robotics,
/// libfranka, robot_state.h: "4x4 matrix in column-major format".)
public struct FrankaConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "franka" }
    public var shape: String { "16 numbers column by column, in m" }
    public var lengthUnit: LengthUnit { .meters }

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        try MatrixNumbers(count: 16, order: .byColumns, transposed: "matrix").read(&text)
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        text.append("[")
        for column in 0..<3 {
            for row in 0..<3 {
                text.append(plain: pose.rotation[row, column])
                text.append(",")
            }
            text.append("0,")
        }
        for row in 0..<3 {
            text.append(plain: pose.translation[row])
            text.append(",")
        }
        text.append("1]")
    }
}

extension PoseConvention where Self == FrankaConvention {
    /// `pose.formatted(.franka)`
    public static var franka: Self { Self() }
}
