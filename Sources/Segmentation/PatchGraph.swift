/// What is known of a patch by itself.
struct PatchProperties {
    var pixels = 0.0
    /// Sums over its pixels, divided at the end: the mean point in the camera's frame, unit normal, height, colour.
    var point = SIMD3<Double>.zero
    var normal = SIMD3<Double>.zero
    var height = 0.0
    var color = SIMD3<Double>.zero
    var lowest = Double.infinity
    var highest = -Double.infinity
    /// Pixel pairs shared with the support: at a crease (it stands there) and over a step (it hides the support).
    var contact = 0.0
    var overhang = 0.0
    /// Pixel pairs shared with other patches.
    var shared = 0.0
    /// The share of its outline that lies behind nearer patches.
    var sunk = 0.0
    /// The sum of its principal curvatures as the camera sees them, 1/m: positive in hollow things.
    var curvature = 0.0
    /// The mean pixel.
    var center = (column: 0.0, row: 0.0)
    /// Bounds in the image.
    var columns = (low: Int.max, high: Int.min)
    var rows = (low: Int.max, high: Int.min)
}

/// What is known of the border between two patches, seen from `first` to `second`; sums over the pixel pairs.
struct PatchBorder {
    var first: Int32
    var second: Int32
    /// Neighbouring pixel pairs, and pairs across pixels without a point.
    var length = 0.0
    var bridged = 0.0
    /// Second minus first, in noise levels: of the patches' surfaces at the border, and of the pixels.
    var surfaceGap = 0.0
    var absoluteSurfaceGap = 0.0
    var pixelGap = 0.0
    var absolutePixelGap = 0.0
    var bridgedGap = 0.0
    /// Pairs whose pixels differ by less than the gap tolerance.
    var connected = 0.0
    /// Angle between the surfaces in radians; its signed sum is positive where the border is a ridge.
    var angle = 0.0
    var signedAngle = 0.0
    /// Metres between the surfaces along the ray.
    var metricGap = 0.0
    var height = 0.0
    /// The second above the first in the image.
    var upward = 0.0
    /// Colours two pixels inside each side.
    var colorCount = 0.0
    var firstColor = SIMD3<Double>.zero
    var secondColor = SIMD3<Double>.zero
}

/// The patches of a scene and how they meet.
struct PatchGraph {
    var patches: [PatchProperties]
    var borders: [PatchBorder]
}

extension PatchProperties {
    /// Widens the bounds in the image to another patch's.
    mutating func encloseInImage(_ other: Self) {
        columns = (min(columns.low, other.columns.low), max(columns.high, other.columns.high))
        rows = (min(rows.low, other.rows.low), max(rows.high, other.rows.high))
    }

    /// Whether it is the support's own unevenness (or a reflection on it) rather than a thing: thin, level with the
    /// support along nearly all of its outline.
    func isBump(noise: Double) -> Bool {
        height < 4.5 * noise * point.z * point.z && contact > 0.6 * (contact + overhang + shared)
    }
}
