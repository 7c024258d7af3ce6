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

    /// Straight down but for rounding.
    var isDown: Bool { approach.z <= -ApproachView.straightDown }

    static func down(yaws: [Double]) -> ApproachDirection {
        ApproachDirection(approach: Vector3(0, 0, -1), yaws: yaws)
    }

    /// Level approaches, as turned from the direction in which the sensor looked, degrees: beyond 60° the side that the
    /// gripper comes to was hardly seen, and within 15° of one of them the contact faces are still square enough.
    private static let azimuths = [-60.0, -30, 0, 30, 60]

    /// From the sides that the sensor saw (the frame's x leads away from it), closing up and down or level.
    static let level = azimuths.map { azimuth in
        ApproachDirection(
            approach: Vector3(cos(azimuth * .pi / 180), sin(azimuth * .pi / 180), 0), yaws: [0, .pi / 2])
    }

    /// Within 8.6° of straight down an approach is as good as the one that has been tried; radians.
    private static let leastTilt = 0.15
    /// Rounding, and an object's axes that are a few degrees off, shall not cost a direction at the cone's border;
    /// radians.
    private static let tiltSlack = 0.05
    /// Within 18° of coming right towards the sensor: behind the object nothing was seen.
    private static let fromBehind = -0.95
    /// Within 14° of upright a pair of faces is a top and a bottom, between which no approach from above closes.
    private static let upright = 0.97
    /// How the approach is turned about the closing direction, degrees: down first, then more and more from a side.
    private static let turns = [0.0, 30, -30, 60, -60, 90, -90]
    /// The same a little steeper, 17°, which keeps the palm off what the object leans on; radians.
    private static let steeper = 0.3

    /// Closing across each pair of the object's own faces, coming from above and from the sides of these faces.
    static func leaning(alongAxes axes: Matrix3, maximumTilt: Double) -> [ApproachDirection] {
        var directions: [ApproachDirection] = []
        func add(_ approach: Vector3, closing: Vector3) {
            let tilt = acos(max(-1, min(1, -approach.z)))
            guard tilt > leastTilt, tilt <= maximumTilt + tiltSlack, approach.x > fromBehind else { return }
            directions.append(ApproachDirection(approach: approach, closing: closing, leans: true))
        }
        // Across the thinnest side first.
        for closing in [axes.column(2), axes.column(1), axes.column(0)] where abs(closing.z) < upright {
            let down = (Vector3(0, 0, -1) + closing * closing.z).normalized
            let side = closing.cross(down)
            for degrees in turns {
                let angle = degrees * .pi / 180
                add(down * cos(angle) + side * sin(angle), closing: closing)
            }
            let turn = closing.z > 0 ? -steeper : steeper
            add(
                down * cos(turn) + closing * sin(turn),
                closing: closing * cos(turn) - down * sin(turn))
        }
        return directions
    }
}
