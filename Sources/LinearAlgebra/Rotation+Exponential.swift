import Glibc

extension Quaternion {
    /// The rotation about the direction of `vector` by its length in radians, right-handed.
    ///
    /// Exact to rounding for every angle, tiny ones included.
    public init(rotationVector vector: Vector3) {
        let angle = vector.length
        let half = angle / 2
        // sin(h) / 2h = 1/2 - h²/12 + …; the next term is below rounding where this is used.
        let scale = angle > 1e-4 ? sin(half) / angle : 0.5 - half * half / 12
        self.init(x: vector.x * scale, y: vector.y * scale, z: vector.z * scale, w: cos(half))
    }

    /// The axis of the rotation times its angle in radians, at most π long.
    ///
    /// Half a turn has two; the axis whose first coordinate that isn't zero is positive is given.
    public var rotationVector: Vector3 {
        let q = canonical
        let axis = Vector3(q.x, q.y, q.z)
        let sine = axis.length
        // 2 asin(s) / s = 2 + s²/3 + …; the next term is below rounding where this is used.
        return axis * (sine > 1e-4 ? 2 * atan2(sine, q.w) / sine : 2 + sine * sine / 3)
    }
}

extension Matrix3 {
    /// The rotation about the direction of `vector` by its length in radians: exp of its skew matrix (Rodrigues).
    public init(rotationVector vector: Vector3) {
        self = Quaternion(rotationVector: vector).rotation
    }

    /// The axis of a rotation matrix times its angle in radians, at most π long; see ``Quaternion/rotationVector``.
    public var rotationVector: Vector3 { Quaternion(rotation: self).rotationVector }
}
