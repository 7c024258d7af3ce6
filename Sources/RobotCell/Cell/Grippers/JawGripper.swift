/// A gripper with two fingers that close on what lies between them.
///
/// In the grasp frame z is the approach and y the direction in which the fingers close: the finger tips are at z = 0,
/// their inner faces at y = ± opening / 2, their bodies reach from z = −length to 0, and the palm is behind them.
public struct JawGripper: Equatable, Sendable {
    /// The sizes of a part of the gripper, metres.
    public struct Part: Equatable, Sendable {
        /// Along the approach z.
        public var length: Double
        /// Along x.
        public var width: Double
        /// Along the closing direction y.
        public var thickness: Double

        /// Lengths in metres.
        public init(length: Double, width: Double, thickness: Double) {
            (self.length, self.width, self.thickness) = (length, width, thickness)
        }
    }

    /// Between the fingers' inner faces, metres: from what it closes to, which the thinnest thing it holds is thicker
    /// than, to what it opens to.
    public var opening: ClosedRange<Double>
    /// Whether it can be set to any opening between the two; otherwise it is open or closed.
    public var isAdjustable: Bool
    /// Each of the two.
    public var fingers: Part
    /// Behind the fingers: from z = −length of the fingers on.
    public var palm: Part

    /// Lengths in metres.
    public init(opening: ClosedRange<Double>, isAdjustable: Bool = true, fingers: Part, palm: Part) {
        (self.opening, self.isAdjustable, self.fingers, self.palm) = (opening, isAdjustable, fingers, palm)
    }
}
