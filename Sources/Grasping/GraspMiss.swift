/// By how much a candidate missed a limit, and what stood in the way.
public struct GraspMiss: Equatable, Sendable {
    /// The limit that was missed.
    public var reason: GraspRejection
    /// What was found and what was asked for: metres, radians or a share, as the reason has it; `nil` where the limit
    /// isn't a number.
    public var measured: Double?
    /// What was asked for.
    public var limit: Double?
    /// The object that stands in the way, if it is one.
    public var obstacle: Int?
    /// How far the grasp may be trusted that was found and isn't given; `nil` where none was found.
    public var confidence: GraspConfidence?

    /// What was found against what was asked for, in the reason's unit.
    public init(
        _ reason: GraspRejection, measured: Double? = nil, limit: Double? = nil, obstacle: Int? = nil,
        confidence: GraspConfidence? = nil
    ) {
        (self.reason, self.measured, self.limit) = (reason, measured, limit)
        (self.obstacle, self.confidence) = (obstacle, confidence)
    }

    /// What is missing to the limit, in the unit of the two.
    public var shortfall: Double? {
        guard let measured, let limit else { return nil }
        return abs(measured - limit)
    }
}
