package import LinearAlgebra
package import RobotCell

extension JSON {
    package init(_ v: Vector3) { self.init([v.x, v.y, v.z]) }

    package init(_ m: SymmetricMatrix3) {
        self = [JSON([m.xx, m.xy, m.xz]), JSON([m.xy, m.yy, m.yz]), JSON([m.xz, m.yz, m.zz])]
    }

    /// Six rows.
    package init(_ m: Matrix6) { self.init(m.rows.map { JSON($0) }) }

    /// A pose as every schema has it.
    package init(pose: RigidTransform) {
        self = .object(Self.members(of: pose))
    }

    /// A transform: a pose that names the frames it maps between.
    package init(transform: RigidTransform, from: String, to: String) {
        self = .object([("from", JSON(from)), ("to", JSON(to))] + Self.members(of: transform))
    }

    private static func members(of pose: RigidTransform) -> [(key: String, value: JSON)] {
        let q = Quaternion(rotation: pose.rotation)
        return [
            ("matrix", JSON(pose.rows.map { JSON($0) })),
            ("translation", JSON(pose.translation)),
            ("quaternion_xyzw", JSON([q.x, q.y, q.z, q.w])),
        ]
    }

    /// The standard deviations of a pose's orientation and of its own origin, along the axes of the frame it is given
    /// in.
    package init(_ covariance: PoseCovariance, of pose: RigidTransform) {
        let (rotation, position) = covariance.deviations(of: pose)
        self = ["rotation": JSON(rotation), "position": JSON(position)]
    }

    package init(_ difference: PoseDifference) {
        self = [
            "angle": JSON(difference.angle), "distance": JSON(difference.distance), "axis": JSON(difference.axis),
            "point": difference.point.map { JSON($0) } ?? .null, "advance": JSON(difference.advance),
        ]
    }

    /// A name, or null.
    package init(name: String?) { self = name.map { JSON($0) } ?? .null }
}
