import LinearAlgebra
import PointClouds
import TestSupport

/// A bent part that nothing maps onto itself: three plates of different sizes.
func bentPart(_ count: Int, _ random: inout SeededGenerator, noise: Double = 0.0003) -> [Vector3] {
    (0..<count).map { i in
        let (u, v) = (Double.random(in: 0...1, using: &random), Double.random(in: 0...1, using: &random))
        let p: Vector3 =
            switch i % 3 {
            case 0: Vector3(0.20 * u, 0.12 * v, 0)
            case 1: Vector3(0, 0.12 * v, 0.09 * u)
            default: Vector3(0.07 * u, 0.05, 0.05 * v)
            }
        return p + Vector3(random.normal(), random.normal(), random.normal()) * noise
    }
}

func randomPose(_ random: inout SeededGenerator) -> RigidTransform {
    let q = Quaternion(x: random.normal(), y: random.normal(), z: random.normal(), w: random.normal())
    return RigidTransform(
        rotation: q.normalized.rotation,
        translation: Vector3(random.normal(), random.normal(), random.normal()) * 0.5)
}

/// Of these points, as a file without a viewpoint gives them.
func cloud(_ points: [Vector3]) -> PointCloud {
    PointCloud(positions: Coordinates(points.map { SIMD3<Float>($0) }))
}

/// Between two rotations.
func degrees(_ a: RigidTransform, _ b: RigidTransform) -> Double {
    Quaternion(rotation: a.rotation.transposed * b.rotation).rotationVector.length * 180 / .pi
}

/// Points with no surface.
func fog(_ count: Int, _ random: inout SeededGenerator) -> PointCloud {
    cloud((0..<count).map { _ in Vector3(random.normal(), random.normal(), random.normal()) })
}
