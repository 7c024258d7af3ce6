/// The shape of a parallel-jaw gripper, in metres.
///
/// In the grasp frame the fingertips lie at z = 0 with their inner faces at y = ± opening / 2. The fingers reach back
/// from there to z = −``fingerLength``, the palm behind them to z = −``fingerLength`` − ``palmLength``.
public struct JawGripper: Equatable, Sendable {
    /// The least and the most distance between the fingers' inner faces.
    public var opening: ClosedRange<Double>
    /// Of a finger along the approach (z).
    public var fingerLength: Double
    /// Of a finger along x.
    public var fingerWidth: Double
    /// Of a finger along the closing direction (y).
    public var fingerThickness: Double
    /// Of the palm along the approach (z).
    public var palmLength: Double
    /// Of the palm along x.
    public var palmWidth: Double
    /// Of the palm along the closing direction (y).
    public var palmThickness: Double

    public init(
        opening: ClosedRange<Double>, fingerLength: Double, fingerWidth: Double, fingerThickness: Double,
        palmLength: Double, palmWidth: Double, palmThickness: Double
    ) {
        self.opening = opening
        (self.fingerLength, self.fingerWidth, self.fingerThickness) = (fingerLength, fingerWidth, fingerThickness)
        (self.palmLength, self.palmWidth, self.palmThickness) = (palmLength, palmWidth, palmThickness)
    }
}
