public import LinearAlgebra
public import PointClouds
public import Sensing

/// Points of a bent part that nothing maps onto itself, drawn anew: three plates of different sizes, 0.2 m long.
public func bentPart(_ count: Int, _ random: inout SeededGenerator, noise: Double = 0.0003) -> [Vector3] {
    (0..<count).map { i in
        let (u, v) = (Double.random(in: 0...1, using: &random), Double.random(in: 0...1, using: &random))
        let p: Vector3 =
            switch i % 3 {
            case 0: Vector3(0.20 * u, 0.12 * v, 0)
            case 1: Vector3(0, 0.12 * v, 0.09 * u)
            default: Vector3(0.07 * u, 0.05, 0.05 * v)
            }
        return p + random.normalVector() * noise
    }
}

/// Points of a flat plate, 0.3 m by 0.2 m, with noise across it.
public func plate(_ count: Int, _ random: inout SeededGenerator, noise: Double = 0.0002) -> [Vector3] {
    (0..<count).map { _ in
        Vector3(
            Double.random(in: 0...0.3, using: &random), Double.random(in: 0...0.2, using: &random),
            noise * random.normal())
    }
}

/// Points without a surface.
public func fog(_ count: Int, _ random: inout SeededGenerator) -> [Vector3] {
    (0..<count).map { _ in random.normalVector() }
}

/// Any rotation, and half a metre or so away.
public func randomPose(_ random: inout SeededGenerator) -> RigidTransform {
    let q = Quaternion(x: random.normal(), y: random.normal(), z: random.normal(), w: random.normal())
    return RigidTransform(rotation: q.normalized.rotation, translation: random.normalVector() * 0.5)
}

/// The angle between two rotations.
public func degrees(_ a: RigidTransform, _ b: RigidTransform) -> Double {
    Quaternion(rotation: a.rotation.transposed * b.rotation).rotationVector.length * 180 / .pi
}

/// Of these points, as a file without a viewpoint gives them.
///
/// - Parameter origin: what the file has in Float64 beside them: far from 0 for surveyed scans.
public func cloud(_ points: [Vector3], origin: Vector3 = .zero) -> PointCloud {
    var result = PointCloud(positions: Coordinates(points.map { SIMD3<Float>($0) }))
    result.origin = origin
    return result
}

extension SeededGenerator {
    /// Each coordinate from the standard normal distribution.
    public mutating func normalVector() -> Vector3 { Vector3(normal(), normal(), normal()) }

    /// A direction, all equally likely.
    public mutating func unitVector() -> Vector3 { normalVector().normalized }
}
