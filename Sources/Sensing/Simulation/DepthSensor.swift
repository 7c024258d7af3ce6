/// A depth camera with the faults of one that projects structured light: noise that grows with the square of the
/// distance, depths in steps of disparity, no measurement at grazing angles or where the projector's light is blocked.
///
/// Noise after Nguyen, Izadi, Lovell (2012), "Modeling Kinect sensor noise"; steps after Khoshelham and Elberink (2012),
/// "Accuracy and resolution of Kinect depth data".
public struct DepthSensor: Equatable, Sendable {
    /// What it sees of the world.
    public var camera: PinholeCamera
    /// Share of the model's noise: 0 for a perfect sensor.
    public var noise: Double
    /// Metres from the camera to the light, along the camera's x; 0 for a sensor without shadows or steps.
    public var baseline: Double

    /// A Kinect's noise and baseline, unless stated otherwise.
    public init(camera: PinholeCamera, noise: Double = 1, baseline: Double = 0.075) {
        (self.camera, self.noise, self.baseline) = (camera, noise, baseline)
    }

    /// The random numbers that one pixel takes. Drawn for every pixel, whether it sees anything or not, they are the same
    /// for one seed whatever the scene is.
    public struct Chance: Sendable {
        /// Normal, of standard deviation 1.
        public var error: Double
        /// Even in 0..<1.
        public var luck: Double

        /// Draws both.
        public init(using random: inout some RandomNumberGenerator) {
            error = random.normal()
            luck = Double.random(in: 0..<1, using: &random)
        }
    }

    /// Whether a surface sends enough light back.
    ///
    /// - Parameters:
    ///   - cosine: of the angle between the ray and the surface's normal, 0…1.
    ///   - chance: the pixel's own.
    public func isReturned(atCosine cosine: Double, _ chance: Chance) -> Bool {
        guard noise > 0 else { return true }
        if cosine < Dropouts.darkCosine { return false }
        return chance.luck >= Dropouts.anywhere + Dropouts.growth * max(0, Dropouts.brightCosine - cosine)
    }

    /// What is measured of a surface at `depth` metres along the camera's axis.
    public func reading(ofDepth depth: Double, _ chance: Chance) -> Double {
        // Nguyen et al.'s axial noise: 1.2 mm at 0.4 m, growing with the square from there.
        let beyond = depth - 0.4
        let reading = depth + chance.error * noise * (0.0012 + 0.0019 * beyond * beyond)
        guard baseline > 0 && noise > 0 else { return reading }
        // Disparity is known to an eighth of a pixel.
        let steps = 8 * camera.fx * baseline
        return steps / (steps / reading).rounded()
    }

    /// When light comes back seldom.
    private enum Dropouts {
        /// Below it nothing comes back: within 5° of grazing.
        static let darkCosine = 0.08
        /// From here on down less and less comes back: within 14° of grazing.
        static let brightCosine = 0.25
        /// Share of lost pixels that is added per unit of the cosine below that.
        static let growth = 0.3
        /// Share of pixels that fail for no visible reason.
        static let anywhere = 0.002
    }
}
