import LinearAlgebra
import RobotCell

/// What the gripper meets while it lifts what it holds.
enum JawLift {
    /// Points of others that the gripper meets while it lifts the object along the support's normal, its fingers closed
    /// on it: their inner faces are a width apart, no opening.
    ///
    /// From above there are none that were not met on the way in. From a side fingers and palm rise across their approach.
    ///
    /// What touches a finger's inner face by the rounding of its points is held. Beside what is held hang the strays of
    /// its outline, points between it and what is behind it: there, as over the object, a few are no obstacle.
    static func hits(
        _ candidate: JawCandidate, in view: ApproachView, gripper: JawGripper, lift: Double, clearance clear: Double
    ) -> Int {
        let (c, s) = (candidate.cosine, candidate.sine)
        let up = view.supportFromView.rotation.transposed * Vector3(0, 0, 1)
        let way = Vector3(c * up.x + s * up.y, c * up.y - s * up.x, up.z) * lift
        let (side, length) = (candidate.width / 2, gripper.fingers.length)
        let (inner, outer) = (side + JawSweep.contactSlack, side + gripper.fingers.thickness + clear)
        let border = min(side + Overhead.margin, outer)
        let fingerX = gripper.fingers.width / 2 + clear
        func fingers(from near: Double, to far: Double) -> [Box] {
            [
                (low: Vector3(-fingerX, near, -clear), high: Vector3(fingerX, far, length)),
                (low: Vector3(-fingerX, -far, -clear), high: Vector3(fingerX, -near, length)),
            ]
        }
        let (palmX, palmY) = (gripper.palm.width / 2 + clear, gripper.palm.thickness / 2 + clear)
        let palm = (
            low: Vector3(-palmX, -palmY, length - clear),
            high: Vector3(palmX, palmY, length + gripper.palm.length + clear)
        )
        let (besideObject, further) = (fingers(from: inner, to: border), fingers(from: border, to: outer) + [palm])
        var (strays, hits) = (0, 0)
        for i in view.ownCount..<max(view.ownCount, view.u.count) {
            let (u, v) = (Double(view.u[i]), Double(view.v[i]))
            let point = Vector3(
                c * u + s * v - candidate.x, c * v - s * u - candidate.y, Double(view.w[i]) - candidate.tip)
            if further.contains(where: { meets(point, movingBox: $0, along: way) }) {
                hits += 1
            } else if besideObject.contains(where: { meets(point, movingBox: $0, along: way) }) {
                strays += 1
            }
        }
        return strays < Overhead.fewest ? hits : hits + strays
    }

    typealias Box = (low: Vector3, high: Vector3)

    /// A way shorter than that along an axis is rounding; metres.
    private static let resting = 1e-12

    /// Whether a box that moves by `way` comes to hold a point: seen from the box, the point moves back along a line, and
    /// is between each pair of faces for a stretch of it.
    static func meets(_ point: Vector3, movingBox box: Box, along way: Vector3)
        -> Bool
    {
        var (from, to) = (0.0, 1.0)
        for axis in 0..<3 {
            let (low, high) = (point[axis] - box.high[axis], point[axis] - box.low[axis])
            if abs(way[axis]) < resting {
                if low > 0 || high < 0 { return false }
            } else {
                let (a, b) = (low / way[axis], high / way[axis])
                (from, to) = (max(from, min(a, b)), min(to, max(a, b)))
                if from > to { return false }
            }
        }
        return true
    }
}
