import LinearAlgebra

extension Solid {
    /// A cone's frustum with another inside it: the outer wall, the rim, the inner wall, the bottom seen from above.
    func cupHit(
        _ o: Vector3, _ d: Vector3, bottomRadius: Double, topRadius: Double, height: Double, wall: Double
    ) -> (Double, Vector3)? {
        var nearest = NearestHit()
        let slope = (topRadius - bottomRadius) / height
        for (inset, faces) in [(0.0, 1.0), (wall, -1.0)] {
            let radius = bottomRadius - inset
            // x² + y² = (radius + slope z)² along the ray.
            let here = radius + slope * o.z
            let a = d.x * d.x + d.y * d.y - slope * slope * d.z * d.z
            let b = o.x * d.x + o.y * d.y - slope * d.z * here
            let c = o.x * o.x + o.y * o.y - here * here
            for t in crossings(a, b, c) {
                let p = o + d * t
                let outwards = Vector3(p.x, p.y, -slope * (radius + slope * p.z)).normalized * faces
                if p.z >= (faces > 0 ? 0 : wall), p.z <= height, outwards.dot(d) < 0 { nearest.offer(t, outwards) }
            }
        }
        nearest.offerRing(o, d, z: height, inner: topRadius - wall, outer: topRadius)
        nearest.offerRing(o, d, z: wall, inner: 0, outer: bottomRadius + slope * wall - wall)
        nearest.offerRing(o, d, z: 0, inner: 0, outer: bottomRadius)
        return nearest.hit
    }

    func bowlHit(
        _ o: Vector3, _ d: Vector3, radius: Double, height: Double, wall: Double
    ) -> (Double, Vector3)? {
        var nearest = NearestHit()
        let c = o - Vector3(0, 0, radius)
        for (size, faces) in [(radius, 1.0), (radius - wall, -1.0)] {
            for t in crossings(d.squaredLength, c.dot(d), c.squaredLength - size * size) {
                let outwards = (c + d * t) / size * faces
                if (o + d * t).z <= height, outwards.dot(d) < 0 { nearest.offer(t, outwards) }
            }
        }
        func ring(_ size: Double) -> Double {
            max(0, size * size - (height - radius) * (height - radius)).squareRoot()
        }
        nearest.offerRing(o, d, z: height, inner: ring(radius - wall), outer: ring(radius))
        return nearest.hit
    }

    /// The roots of a t² + 2 b t + c.
    private func crossings(_ a: Double, _ b: Double, _ c: Double) -> [Double] {
        let discriminant = b * b - a * c
        guard a != 0, discriminant >= 0 else { return [] }
        let root = discriminant.squareRoot()
        return [(-b - root) / a, (-b + root) / a]
    }
}

private struct NearestHit {
    var hit: (Double, Vector3)?

    mutating func offer(_ t: Double, _ normal: Vector3) {
        if t > 0, t < hit?.0 ?? .infinity { hit = (t, normal) }
    }

    /// A level ring, seen from either side.
    mutating func offerRing(_ o: Vector3, _ d: Vector3, z: Double, inner: Double, outer: Double) {
        guard d.z != 0 else { return }
        let t = (z - o.z) / d.z
        let p = o + d * t
        let squared = p.x * p.x + p.y * p.y
        if squared >= inner * inner, squared <= outer * outer { offer(t, Vector3(0, 0, d.z < 0 ? 1 : -1)) }
    }
}
