import Glibc
public import LinearAlgebra

/// A body that a ray can be cast at; metres, in a frame of its own with z upwards and the origin at the
/// middle of its base.
public struct Solid: Sendable {
    public enum Shape: Sendable {
        case box(size: Vector3)
        case cylinder(radius: Double, height: Double)
        case sphere(radius: Double)
        /// A cup or pot, open above, its wall as thick as its bottom.
        case cup(bottomRadius: Double, topRadius: Double, height: Double, wall: Double)
        /// The lower part of a hollow sphere, open above.
        case bowl(radius: Double, height: Double, wall: Double)
    }

    public var shape: Shape
    public var worldFromSolid: RigidTransform
    public var color: SIMD3<UInt8>
    /// Solids of one number are one object; nil for an object of its own.
    public var object: Int?

    public init(_ shape: Shape, at worldFromSolid: RigidTransform, color: SIMD3<UInt8> = SIMD3(160, 160, 160)) {
        (self.shape, self.worldFromSolid, self.color) = (shape, worldFromSolid, color)
    }

    public static func box(_ size: Vector3, at position: Vector3, yaw: Double = 0, color: SIMD3<UInt8>) -> Self {
        Self(.box(size: size), at: standing(at: position, yaw: yaw), color: color)
    }

    public static func cylinder(radius: Double, height: Double, at position: Vector3, color: SIMD3<UInt8>) -> Self {
        Self(.cylinder(radius: radius, height: height), at: standing(at: position, yaw: 0), color: color)
    }

    private static func standing(at position: Vector3, yaw: Double) -> RigidTransform {
        let half = Quaternion(x: 0, y: 0, z: sin(yaw / 2), w: cos(yaw / 2))
        return RigidTransform(rotation: half.rotation, translation: position)
    }

    /// The distance along the ray, in lengths of `direction`, at which it enters the body, and the outward normal
    /// there; nil where it misses.
    func hit(from origin: Vector3, along direction: Vector3) -> (distance: Double, normal: Vector3)? {
        let solidFromWorld = worldFromSolid.inverse
        let o = solidFromWorld * origin
        let d = solidFromWorld.rotation * direction
        guard let (distance, normal) = localHit(o, d) else { return nil }
        return (distance, worldFromSolid.rotation * normal)
    }

    private func localHit(_ o: Vector3, _ d: Vector3) -> (Double, Vector3)? {
        switch shape {
        case .box(let size):
            // Slabs (Kay and Kajiya 1986): in at the last entry, out at the first exit.
            return slabs(
                o, d, lower: Vector3(-size.x / 2, -size.y / 2, 0), upper: Vector3(size.x / 2, size.y / 2, size.z))
        case .cylinder(let radius, let height):
            return cylinderHit(o, d, radius: radius, height: height)
        case .sphere(let radius):
            let c = o - Vector3(0, 0, radius)
            guard let (near, _) = roots(d.squaredLength, c.dot(d), c.squaredLength - radius * radius), near > 0 else {
                return nil
            }
            return (near, ((c + d * near) / radius))
        case .cup(let bottomRadius, let topRadius, let height, let wall):
            return cupHit(o, d, bottomRadius: bottomRadius, topRadius: topRadius, height: height, wall: wall)
        case .bowl(let radius, let height, let wall):
            return bowlHit(o, d, radius: radius, height: height, wall: wall)
        }
    }

    private func slabs(_ o: Vector3, _ d: Vector3, lower: Vector3, upper: Vector3) -> (Double, Vector3)? {
        var (enter, leave, normal) = (-Double.infinity, Double.infinity, Vector3.zero)
        for axis in 0..<3 {
            if d[axis] == 0 {
                if o[axis] < lower[axis] || o[axis] > upper[axis] { return nil }
                continue
            }
            let a = (lower[axis] - o[axis]) / d[axis]
            let b = (upper[axis] - o[axis]) / d[axis]
            if min(a, b) > enter {
                enter = min(a, b)
                normal = .zero
                normal[axis] = d[axis] > 0 ? -1 : 1
            }
            leave = min(leave, max(a, b))
        }
        return enter > 0 && enter <= leave ? (enter, normal) : nil
    }

    private func cylinderHit(_ o: Vector3, _ d: Vector3, radius: Double, height: Double) -> (Double, Vector3)? {
        var best: (Double, Vector3)?
        func consider(_ t: Double, _ normal: Vector3) {
            if t > 0 && t < best?.0 ?? .infinity { best = (t, normal) }
        }
        let (flatO, flatD) = (Vector3(o.x, o.y, 0), Vector3(d.x, d.y, 0))
        if let (near, _) = roots(flatD.squaredLength, flatO.dot(flatD), flatO.squaredLength - radius * radius) {
            let p = o + d * near
            if p.z >= 0 && p.z <= height { consider(near, Vector3(p.x / radius, p.y / radius, 0)) }
        }
        if d.z != 0 {
            for (z, up) in [(0.0, -1.0), (height, 1.0)] where up * d.z < 0 {
                let t = (z - o.z) / d.z
                let p = o + d * t
                if p.x * p.x + p.y * p.y <= radius * radius { consider(t, Vector3(0, 0, up)) }
            }
        }
        return best
    }

    /// The roots of a t² + 2 b t + c, in order; nil where there are none.
    private func roots(_ a: Double, _ b: Double, _ c: Double) -> (Double, Double)? {
        let discriminant = b * b - a * c
        guard a > 0, discriminant >= 0 else { return nil }
        let root = discriminant.squareRoot()
        return ((-b - root) / a, (-b + root) / a)
    }
}
