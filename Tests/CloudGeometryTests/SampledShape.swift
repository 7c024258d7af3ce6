import Glibc
import LinearAlgebra
import PointClouds
import TestSupport

/// Shapes of a few centimetres whose surface is sampled at random.
enum SampledShape: CaseIterable {
    case box, cylinder, cone, lShape, disk, sphere, halfView
    /// Not looked at while the estimate of certainty was designed.
    case bracket, bar, ellipsoid, occludedBox, halfEllipsoid, pan

    static let heldOut: [Self] = [.bracket, .bar, .ellipsoid, .occludedBox, .halfEllipsoid, .pan]

    /// A point drawn evenly from the surface.
    func draw(using generator: inout SeededGenerator) -> Vector3 {
        func uniform(_ low: Double, _ high: Double) -> Double { Double.random(in: low...high, using: &generator) }
        func ellipsoid(_ axes: Vector3) -> Vector3 {
            // Evenly from the sphere, kept in proportion to how much its surface is stretched.
            let least = min(axes.x, axes.y, axes.z)
            while true {
                let p = Vector3(generator.normal(), generator.normal(), generator.normal()).normalized
                let stretch = (p / axes).length * least
                if uniform(0, 1) < stretch { return p * axes }
            }
        }
        switch self {
        case .box: return Self.drawBox(Vector3(0.2, 0.12, 0.06), using: &generator)
        case .lShape:
            // A long block with a shorter one standing at its end, off the middle.
            if uniform(0, 1) < 0.65 { return Self.drawBox(Vector3(0.2, 0.08, 0.03), using: &generator) }
            return Self.drawBox(Vector3(0.04, 0.05, 0.06), using: &generator) + Vector3(0.08, 0.015, 0.045)
        case .cylinder:
            let angle = uniform(0, 2 * .pi)
            return Vector3(uniform(-0.1, 0.1), 0.03 * cos(angle), 0.03 * sin(angle))
        case .cone:
            let (height, angle) = (uniform(0, 1).squareRoot(), uniform(0, 2 * .pi))
            return Vector3(0.2 * height, 0.04 * height * cos(angle), 0.04 * height * sin(angle))
        case .disk:
            let (radius, angle) = (0.08 * uniform(0, 1).squareRoot(), uniform(0, 2 * .pi))
            return Vector3(radius * cos(angle), radius * sin(angle), uniform(-0.005, 0.005))
        case .sphere:
            return Vector3(generator.normal(), generator.normal(), generator.normal()).normalized * 0.05
        case .halfView:
            // The three faces of a box that one eye sees.
            while true {
                let point = Self.drawBox(Vector3(0.2, 0.12, 0.06), using: &generator)
                if point.x == 0.1 || point.y == 0.06 || point.z == 0.03 { return point }
            }
        case .bracket:
            // Two plates at a right angle.
            return uniform(0, 1) < 0.6
                ? Vector3(uniform(0, 0.15), uniform(-0.03, 0.03), 0)
                : Vector3(0, uniform(-0.03, 0.03), uniform(0, 0.1))
        case .bar: return Self.drawBox(Vector3(0.4, 0.022, 0.018), using: &generator)
        case .ellipsoid: return ellipsoid(Vector3(0.07, 0.05, 0.035))
        case .occludedBox:
            // A box seen from above at a slant, a thing before it across one corner.
            while true {
                let point = Self.drawBox(Vector3(0.16, 0.11, 0.08), using: &generator)
                let isSeen = point.z == 0.04 || point.y == -0.055
                if isSeen && point.x + 0.7 * point.z > -0.03 { return point }
            }
        case .halfEllipsoid:
            while true {
                let point = ellipsoid(Vector3(0.09, 0.05, 0.04))
                if point.dot(Vector3(0.3, -0.4, 0.8)) > 0 { return point }
            }
        case .pan:
            // A disk with a handle.
            if uniform(0, 1) < 0.2 { return Vector3(uniform(0.08, 0.22), uniform(-0.01, 0.01), 0.005) }
            let (radius, angle) = (0.08 * uniform(0, 1).squareRoot(), uniform(0, 2 * .pi))
            return Vector3(radius * cos(angle), radius * sin(angle), 0)
        }
    }

    private static func drawBox(_ size: Vector3, using generator: inout SeededGenerator) -> Vector3 {
        let areas = [size.y * size.z, size.x * size.z, size.x * size.y]
        var choice = Double.random(in: 0..<areas.reduce(0, +), using: &generator)
        var axis = 0
        while axis < 2 && choice >= areas[axis] {
            choice -= areas[axis]
            axis += 1
        }
        var point = Vector3.zero
        for k in 0..<3 { point[k] = Double.random(in: -0.5...0.5, using: &generator) * size[k] }
        point[axis] = Bool.random(using: &generator) ? size[axis] / 2 : -size[axis] / 2
        return point
    }

    func sample(
        _ count: Int, noise: Double, moved: RigidTransform = .identity, using generator: inout SeededGenerator
    ) -> Coordinates {
        var points = Coordinates()
        for _ in 0..<count {
            let jitter = Vector3(generator.normal(), generator.normal(), generator.normal()) * noise
            points.append(SIMD3<Float>(moved * (draw(using: &generator) + jitter)))
        }
        return points
    }

    static func randomMotion(using generator: inout SeededGenerator) -> RigidTransform {
        let turn = Quaternion(
            x: generator.normal(), y: generator.normal(), z: generator.normal(), w: generator.normal())
        return RigidTransform(
            rotation: turn.normalized.rotation,
            translation: Vector3(generator.normal(), generator.normal(), generator.normal()))
    }
}
