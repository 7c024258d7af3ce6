import Glibc
public import LinearAlgebra
public import PointClouds

/// Points of made surfaces, for tests that know the answer in closed form.
extension Coordinates {
    /// The top and the four sides of a box that stands on z = `foot`, its middle at `centre`, on a grid about `spacing`
    /// apart with points on every edge; turned about z by `yaw`, its sides leaning in by `lean` radians from foot to top.
    public static func box(
        _ size: Vector3, at centre: SIMD2<Double> = .zero, foot: Double = 0, yaw: Double = 0, lean: Double = 0,
        spacing: Double
    ) -> Coordinates {
        func steps(_ length: Double) -> [Double] {
            let count = max(1, Int((length / spacing).rounded()))
            return (0...count).map { Double($0) / Double(count) }
        }
        let (c, s) = (cos(yaw), sin(yaw))
        var points = Coordinates()
        func add(_ x: Double, _ y: Double, _ z: Double) {
            // Sides that lean in make the box smaller towards its top.
            let shrink = 1 - z * tan(lean) / (size.y / 2)
            let y = y * shrink
            points.append(SIMD3<Float>(Vector3(centre.x + c * x - s * y, centre.y + s * x + c * y, foot + z)))
        }
        for s in steps(size.x) {
            let x = (s - 0.5) * size.x
            for t in steps(size.y) { add(x, (t - 0.5) * size.y, size.z) }
            for h in steps(size.z) {
                add(x, -size.y / 2, h * size.z)
                add(x, size.y / 2, h * size.z)
            }
        }
        for t in steps(size.y) {
            for h in steps(size.z) {
                add(-size.x / 2, (t - 0.5) * size.y, h * size.z)
                add(size.x / 2, (t - 0.5) * size.y, h * size.z)
            }
        }
        return points
    }

    /// Another cloud's points behind one's own.
    public mutating func append(contentsOf other: Coordinates) {
        self = Coordinates(x: x + other.x, y: y + other.y, z: z + other.z)
    }

    /// Points anywhere in a box along the axes.
    public static func random(
        _ count: Int, from low: Vector3, to high: Vector3, using random: inout SeededGenerator
    ) -> Coordinates {
        Coordinates(
            (0..<count).map { _ in
                SIMD3<Float>(
                    Float(Double.random(in: low.x...high.x, using: &random)),
                    Float(Double.random(in: low.y...high.y, using: &random)),
                    Float(Double.random(in: low.z...high.z, using: &random)))
            })
    }
}
