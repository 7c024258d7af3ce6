/// What is known of a patch by itself. Means over its pixels; lengths in metres, in the camera's frame.
struct PatchProperties {
    /// How many pixels it has.
    var pixels = 0.0
    var point = SIMD3<Double>.zero
    /// Of unit length, towards the camera.
    var normal = SIMD3<Double>.zero
    /// The cosine between its normal and the support's: 1 for a top, 0 for an upright side; 0 without a support.
    var levelness = 0.0
    /// Over the support, of its mean and of its highest pixel.
    var height = 0.0
    var highest = -Double.infinity
    /// Pixel pairs shared with the support: at a crease (it stands there) and over a step (it hides the support).
    var contact = 0.0
    var overhang = 0.0
    /// Pixel pairs shared with other patches.
    var shared = 0.0
    /// The share of its outline along which other patches rise over it: 1 for the bottom of a bowl.
    var enclosed = 0.0
    /// The sum of its principal curvatures as the camera sees them, 1/m: positive in hollow objects.
    var curvature = 0.0
    /// The mean pixel.
    var center = (column: 0.0, row: 0.0)
    /// Bounds in the image.
    var columns = (low: Int.max, high: Int.min)
    var rows = (low: Int.max, high: Int.min)

    /// Pixel pairs along its whole outline.
    var outline: Double { contact + overhang + shared }
}

extension PatchProperties {
    /// What makes a patch the support's unevenness.
    private enum Bump {
        /// Noise levels over the support, on the mean: what the bend leaves of lens distortion, and reflections.
        static let height = 4.5
        /// The share of the outline that is level with the support.
        static let contactShare = 0.6
    }

    /// Whether it is the support's own unevenness (or a reflection on it) and no object: thin, level with the support
    /// along most of its outline. `noise` in 1/m of inverse depth.
    func isBump(noise: Double) -> Bool {
        height < Bump.height * noise * point.z * point.z && contact > Bump.contactShare * outline
    }

    /// Widens the bounds in the image to another patch's.
    mutating func encloseInImage(_ other: Self) {
        columns = (min(columns.low, other.columns.low), max(columns.high, other.columns.high))
        rows = (min(rows.low, other.rows.low), max(rows.high, other.rows.high))
    }
}
