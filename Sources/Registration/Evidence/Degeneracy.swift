import LinearAlgebra
import PointClouds
import SpatialSearch

/// How firmly the surfaces in common hold each of six independent motions, or of as many as aren't locked.
///
/// A motion that moves every lying point along its surface changes nothing that could be measured: along a plane, two
/// slides and a turn are free; along a cylinder, a slide and a turn. Motions are measured by the root mean square
/// displacement of the lying points, so that turns and slides compare.
struct Constraints: Sendable {
    struct Motion: Sendable {
        /// The share of points of which more than a quarter of the displacement goes across the surface.
        var holding: Double
        /// About ``Constraints/center``, for a displacement of 1 m.
        var rotation: Vector3
        var translation: Vector3
    }
    /// A point holds a motion if more than this share of the displacement goes across its surface: 14° off the surface.
    private static let leastAcross = 0.25
    /// Metres that stand for no displacement at all, to divide by.
    private static let tiny = 1e-12

    /// The lying points' mean, in the target's prepared frame.
    var center: Vector3
    /// Freest first.
    var motions: [Motion]
    /// How many points lie on the other cloud.
    let lying: Int

    /// - Parameters:
    ///   - locked: motions that aren't free whatever the surfaces say, about `origin`.
    ///   - origin: nil: the points' mean.
    init(_ points: [Vector3], _ normals: [Vector3], locked: DegreesOfFreedom = [], about origin: Vector3? = nil) {
        lying = points.count
        let n = Double(max(1, points.count))
        let center = points.reduce(.zero, +) / n
        self.center = center
        let origin = origin ?? center
        let radius = max((points.reduce(0) { $0 + ($1 - origin).squaredLength } / n).squareRoot(), Self.tiny)
        var h = Matrix6.zero
        func row(_ i: Int) -> Twist {
            Twist(rotation: (points[i] - origin).cross(normals[i]) / radius, translation: normals[i])
        }
        // Displacements, too, weigh by where the points lie: Dᵀ D = Σ ([p]ₓ/r | 1)ᵀ(…).
        for i in points.indices {
            let j = row(i)
            for a in 0..<6 { for b in 0...a { h[a, b] += j[a] * j[b] } }
        }
        for a in 0..<6 {
            for b in 0...a {
                h[a, b] /= n
                h[b, a] = h[a, b]
            }
        }
        for i in 0..<6 where locked.contains(motion: i) { h.isolate(i) }
        let found = h.symmetricEigen().filter { _, motion in
            (0..<6).allSatisfy { !locked.contains(motion: $0) || abs(motion[$0]) < 1e-6 }
        }
        motions = found.map { _, motion in
            let w = motion.rotation / radius
            let t = motion.translation + w.cross(center - origin)
            var squared = 0.0
            for i in points.indices { squared += (w.cross(points[i] - center) + t).squaredLength }
            let rms = max((squared / n).squareRoot(), Self.tiny)
            var holding = 0
            for i in points.indices {
                let d = w.cross(points[i] - center) + t
                if abs(d.dot(normals[i])) > Self.leastAcross * rms { holding += 1 }
            }
            return Motion(holding: Double(holding) / n, rotation: w / rms, translation: t / rms)
        }
    }
}

extension EvidenceSource {
    /// What holds the pose: the moving points that lie on the fixed cloud, with its normals there.
    func constraints(_ pose: RigidTransform, limit: Int, locks: MotionLocks = MotionLocks([])) -> Constraints {
        let step = max(1, source.count / limit)
        var (points, normals): ([Vector3], [Vector3]) = ([], [])
        for i in stride(from: 0, to: source.count, by: step) {
            let (p, n) = (pose * Vector3(source.points[i]), pose.rotation * Vector3(source.normals[i]))
            guard let m = surface(p, n) else { continue }
            // The mean of both normals is steadier than either.
            points.append(p)
            normals.append((m.dot(n) > 0 ? m + n : m - n).normalized)
        }
        return locks.isEmpty
            ? Constraints(points, normals)
            : Constraints(points, normals, locked: locks.motions, about: pose * locks.center)
    }

    /// The fixed cloud's normal at `p` if a point there with the normal `n` lies on it.
    private func surface(_ p: Vector3, _ n: Vector3) -> Vector3? {
        // Whichever sides the normals show: what holds a pose is the surface.
        let contact = SurfaceContact.judged(within: distance, comparesSides: false)
        let reach = Float(contact.reach(voxel: max(source.voxel, target.voxel)))
        guard let found = target.tree.nearest(to: SIMD3<Float>(p), within: reach) else { return nil }
        let m = Vector3(target.normals[found.index])
        let across = abs((p - Vector3(target.points[found.index])).dot(m))
        return contact.isNear(across: across) && contact.isAlike(m, n) ? m : nil
    }
}
