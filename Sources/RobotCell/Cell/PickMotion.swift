/// How the gripper comes to a grasp and leaves it; metres.
public struct PickMotion: Equatable, Sendable {
    /// How far before the grasp the straight approach begins, along −z of the grasp frame.
    public var approach: Double
    /// How far an object is lifted, along the support's normal.
    public var lift: Double

    /// Lengths in metres.
    public init(approach: Double = 0.1, lift: Double = 0.1) {
        (self.approach, self.lift) = (approach, lift)
    }
}
