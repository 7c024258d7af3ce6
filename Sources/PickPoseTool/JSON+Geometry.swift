import LinearAlgebra
import PointClouds

extension JSON {
    init(_ v: Vector3) { self.init([v.x, v.y, v.z]) }

    init(_ m: SymmetricMatrix3) {
        self = [JSON([m.xx, m.xy, m.xz]), JSON([m.xy, m.yy, m.yz]), JSON([m.xz, m.yz, m.zz])]
    }

    /// A pose as the contract has it everywhere.
    init(pose: RigidTransform) {
        let q = Quaternion(rotation: pose.rotation)
        self = [
            "matrix": JSON(pose.rows.map { JSON($0) }),
            "translation": JSON(pose.translation),
            "quaternion_xyzw": JSON([q.x, q.y, q.z, q.w]),
        ]
    }

    /// A transform: a pose that names the frames it maps between.
    init(transform: RigidTransform, from: String, to: String) {
        guard case .object(let members) = JSON(pose: transform) else { preconditionFailure("a pose is an object") }
        self = .object([("from", JSON(from)), ("to", JSON(to))] + members)
    }
}
