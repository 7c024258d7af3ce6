import Glibc
import LinearAlgebra
import PointClouds

/// What lies round one object, seen along one approach: u and v across it, w against it.
///
/// Along the approach a gripper's way is free where nothing reaches as high (in w) as it comes down: one height map
/// answers for its boxes and for everything they sweep.
struct ApproachView {
    let object: GraspScene.Object
    let supportFromView: RigidTransform
    /// In the view's frame; the object's own points are the first ones.
    let u: [Float]
    let v: [Float]
    let w: [Float]
    let label: [UInt32]
    let ownCount: Int

    /// From an approach steeper than 64° on, "up" says nothing about how the view is turned.
    private static let steep = 0.9
    /// Within 2.6° of the normal: straight down but for rounding, and nothing else is as near.
    static let straightDown = 0.999

    /// - Parameters:
    ///   - approach: unit vector in the support frame, out of the gripper and into the object.
    ///   - ownOnly: leaves out what isn't the object's.
    init(of surroundings: Surroundings, approach: Vector3, ownOnly: Bool = false) {
        object = surroundings.object
        let w = approach * -1
        // From above, u leads away from the viewpoint; from a side, v leads up.
        let reference = abs(w.z) > Self.steep ? Vector3(0, 1, 0) : Vector3(0, 0, 1)
        let v = (reference - w * w.dot(reference)).normalized
        let rotation = Matrix3(columns: v.cross(w), v, w)
        supportFromView = RigidTransform(rotation: rotation, translation: object.centroid)
        let count = ownOnly ? surroundings.ownCount : surroundings.points.count
        func column(_ axis: Vector3) -> [Float] {
            let a = SIMD3<Float>(axis)
            let shift = -Float(axis.dot(surroundings.object.centroid))
            let (x, y, z) = (surroundings.points.x, surroundings.points.y, surroundings.points.z)
            return (0..<count).map { i in x[i] * a.x + y[i] * a.y + z[i] * a.z + shift }
        }
        (u, self.v, self.w) = (column(v.cross(w)), column(v), column(w))
        label = surroundings.labels
        ownCount = surroundings.ownCount
    }

    /// Whether the approach is straight down on the support.
    var isFromAbove: Bool { supportFromView.rotation[2, 2] > Self.straightDown }

    /// Height over the support of a place given in the view's frame.
    func heightOverSupport(_ p: Vector3) -> Double { (supportFromView * p).z }

    /// The yaw at which the fingers close along `direction`, a unit vector of the support frame across the approach.
    func yaw(closingAlong direction: Vector3) -> Double {
        let inView = supportFromView.rotation.transposed * direction
        return atan2(-inView.x, inView.y)
    }
}
