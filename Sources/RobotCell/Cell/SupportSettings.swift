public import LinearAlgebra

/// What the cell says of the surface that things stand on. Lengths in metres, angles in radians.
public struct SupportSettings: Equatable, Sendable {
    /// Where the surface is; `nil` where the file doesn't say.
    public var expected: Plane?
    /// How far the surface that a scan shows may lie from there.
    public var tolerance: Double
    /// How far it may lean: against what is expected, else against level in the base. From here on no grasp is sound and
    /// no program is written.
    public var maximumLean: Double

    /// A plane along the axes of a frame.
    public struct Plane: Equatable, Sendable {
        /// The frame that it is given in.
        public var frame: String
        /// How far it lies from the frame's origin, along its normal; metres.
        public var height: Double
        /// Of unit length, away from what carries; the frame's z by default.
        public var normal: Vector3

        /// A plane in a frame of the cell; metres.
        public init(frame: String, height: Double, normal: Vector3 = Vector3(0, 0, 1)) {
            (self.frame, self.height, self.normal) = (frame, height, normal)
        }
    }

    /// By default 5 mm and 5°: more than a calibrated camera is off by, less than what a robot runs into.
    public init(expected: Plane? = nil, tolerance: Double = 0.005, maximumLean: Double = 5 * .pi / 180) {
        (self.expected, self.tolerance, self.maximumLean) = (expected, tolerance, maximumLean)
    }
}
