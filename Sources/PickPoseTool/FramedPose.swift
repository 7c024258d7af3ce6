import LinearAlgebra
import RobotCell

/// A pose with the frames it maps between, where they are known.
struct FramedPose {
    var pose = RigidTransform.identity
    var from: String?
    var to: String?
    var path: [String] = []
    /// In the frame `to`; a pose multiplied from the right leaves it as it is.
    var covariance: PoseCovariance?

    var inverse: FramedPose {
        FramedPose(
            pose: pose.inverse, from: to, to: from, path: path.reversed(),
            covariance: covariance?.seen(through: pose.inverse))
    }

    var names: (to: String, from: String)? {
        from == nil && to == nil ? nil : (to ?? "", from ?? "")
    }
}
