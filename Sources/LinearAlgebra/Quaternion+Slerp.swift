import Glibc

extension Quaternion {
    /// The scalar product of the four components: the cosine of half the angle between two rotations, up to sign.
    @inlinable
    public func dot(_ other: Self) -> Double { x * other.x + y * other.y + z * other.z + w * other.w }

    /// The rotation a share `fraction` of the shortest way to `other`, at constant angular speed (Shoemake 1985).
    ///
    /// `0` gives this rotation, `1` the other one. Half a turn apart, both ways are equally short; the one is taken that
    /// the signs of the components as given point to.
    public func slerp(to other: Self, at fraction: Double) -> Self {
        var end = other
        var cosine = dot(other)
        if cosine < 0 {
            (end, cosine) = (Self(x: -other.x, y: -other.y, z: -other.z, w: -other.w), -cosine)
        }
        // The half angle from both its sine and its cosine: acos alone loses half the digits of small angles.
        let step = Self(x: end.x - x, y: end.y - y, z: end.z - z, w: end.w - w).length
        let sum = Self(x: end.x + x, y: end.y + y, z: end.z + z, w: end.w + w).length
        let angle = 2 * atan2(step, sum)
        let (from, to): (Double, Double)
        if angle < 1e-4 {
            (from, to) = (1 - fraction, fraction)
        } else {
            (from, to) = (sin((1 - fraction) * angle) / sin(angle), sin(fraction * angle) / sin(angle))
        }
        return Self(
            x: from * x + to * end.x, y: from * y + to * end.y, z: from * z + to * end.z, w: from * w + to * end.w
        ).normalized
    }
}
