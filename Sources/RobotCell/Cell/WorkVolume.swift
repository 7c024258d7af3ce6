public import LinearAlgebra

/// A box along the axes of a frame, metres.
public struct WorkVolume: Equatable, Sendable {
    /// The frame whose axes the box has.
    public var frame: String
    /// The least corner in that frame, metres.
    public var min: Vector3
    /// The greatest corner in that frame, metres.
    public var max: Vector3

    /// A box in a frame of the cell; metres.
    public init(frame: String, min: Vector3, max: Vector3) {
        (self.frame, self.min, self.max) = (frame, min, max)
    }

    /// Whether a point, given in the volume's own frame, lies inside, above or below it, or no further beside it than a
    /// distance in metres.
    package func isAboveOrBelow(_ point: Vector3, within distance: Double) -> Bool {
        (0..<2).allSatisfy { point[$0] >= min[$0] - distance && point[$0] <= max[$0] + distance }
    }

    /// Whether a point, given in the volume's own frame, lies inside or on its border.
    public func contains(_ point: Vector3) -> Bool {
        all(point .>= min) && all(point .<= max)
    }
}
