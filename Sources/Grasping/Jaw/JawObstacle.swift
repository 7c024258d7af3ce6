import LinearAlgebra
import RobotCell

/// Which object stands where a finger or the palm has no room.
enum JawObstacle {
    /// The label of the object that has most points where a finger or the palm has no room; `nil` for anything else.
    static func label(
        inTheWayOf candidate: JawCandidate, reason: GraspRejection, in view: ApproachView, gripper: JawGripper,
        options: GraspOptions
    ) -> UInt32? {
        let clear = options.obstacleClearance
        let fingerX = gripper.fingers.width / 2 + clear
        let needed = options.jaw.sound.fingerClearance + gripper.fingers.thickness + clear
        let outer = max(candidate.width, candidate.opening) / 2 + needed
        let inner = candidate.width / 2 - JawSweep.contactSlack
        let (palmX, palmY) = (gripper.palm.width / 2 + clear, gripper.palm.thickness / 2 + clear)
        var counts = LabelCounts()
        for i in view.ownCount..<max(view.ownCount, view.u.count) {
            let z = Double(view.w[i]) - candidate.tip
            let (u, v) = (Double(view.u[i]), Double(view.v[i]))
            let x = abs(candidate.cosine * u + candidate.sine * v - candidate.x)
            let y = abs(candidate.cosine * v - candidate.sine * u - candidate.y)
            let atFinger = z > -clear && x < fingerX && y > inner && y < outer
            let atPalm = z > gripper.fingers.length - clear && x < palmX && y < palmY
            let isInTheWay =
                switch reason {
                case .neighbourTooClose: atFinger
                case .palmBlocked: atPalm
                case .gripperBlocked: atFinger || atPalm
                case .notOneObject: z > 0 && x < fingerX && y < candidate.opening / 2
                default: false
                }
            if isInTheWay { counts.add(view.label[i]) }
        }
        return counts.object
    }
}
