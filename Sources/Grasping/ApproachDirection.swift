import Glibc
import LinearAlgebra

/// A direction to come from, and how the jaws are turned about it.
struct ApproachDirection {
    /// In the support frame.
    var approach: Vector3
    /// The fingers close along it where `yaws` is empty.
    var closing = Vector3.zero
    var yaws: [Double] = []
    /// Neither straight down nor from a side of something upright.
    var leans = false

    /// From the sides that the sensor saw, closing up and down or level.
    static let level = stride(from: -60.0, through: 60.0, by: 30).map { azimuth in
        ApproachDirection(
            approach: Vector3(cos(azimuth * .pi / 180), sin(azimuth * .pi / 180), 0), yaws: [0, .pi / 2])
    }

    /// Closing across each pair of the object's own faces, coming from above and from the sides of these faces.
    static func leaning(alongAxes axes: Matrix3, maximumTilt: Double) -> [ApproachDirection] {
        var directions: [ApproachDirection] = []
        func add(_ approach: Vector3, closing: Vector3) {
            let tilt = acos(max(-1, min(1, -approach.z)))
            // Straight down has been tried; right behind the object nothing was seen.
            guard tilt > 0.15, tilt <= maximumTilt + 0.05, approach.x > -0.95 else { return }
            directions.append(ApproachDirection(approach: approach, closing: closing, leans: true))
        }
        // Across the thinnest side first.
        for closing in [axes.column(2), axes.column(1), axes.column(0)] where abs(closing.z) < 0.97 {
            let down = (Vector3(0, 0, -1) + closing * closing.z).normalized
            let side = closing.cross(down)
            for degrees in [0.0, 30, -30, 60, -60, 90, -90] {
                let angle = degrees * .pi / 180
                add(down * cos(angle) + side * sin(angle), closing: closing)
            }
            // The same a little steeper, which keeps the palm off what the object leans on.
            let turn = closing.z > 0 ? -0.3 : 0.3
            add(
                down * cos(turn) + closing * sin(turn),
                closing: closing * cos(turn) - down * sin(turn))
        }
        return directions
    }
}
