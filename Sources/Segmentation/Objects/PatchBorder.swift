/// What is known of the border between two patches, seen from `first` to `second`: sums over its pixel pairs.
struct PatchBorder {
    var first: Int32
    var second: Int32
    /// How many pairs of neighbouring pixels.
    var length = 0.0
    /// Second minus first of the pixels' inverse depths, in noise levels.
    var pixelGap = 0.0
    var absolutePixelGap = 0.0
    /// How many pairs differ by less than the gap tolerance.
    var connected = 0.0
    /// Angle between the surfaces in radians, positive where the border is a ridge.
    var signedAngle = 0.0
    /// Metres between the surfaces along the ray.
    var metricGap = 0.0
    /// Colours two pixels inside each side, 0…255, and how many pairs have them.
    var colorCount = 0.0
    var firstColor = SIMD3<Double>.zero
    var secondColor = SIMD3<Double>.zero
}
