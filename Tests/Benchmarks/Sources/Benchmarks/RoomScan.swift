import Glibc

/// A room of 20 × 20 m as a scanner in its middle sees it, ray by ray: neighbours in the file are neighbours in space,
/// as in every real scan. Floor, four walls of 5 m and twelve balls, with 3 mm of noise along the ray.
enum RoomScan {
    /// `rows` × `columns` rows of six floats: position, and the ray's direction in the normal's place.
    static func rows(_ rows: Int, _ columns: Int, seed: UInt64 = 5) -> [Float] {
        var random = SplitMix(seed: seed)
        let eye = SIMD3(10.0, 10, 1.5)
        let balls = (0..<12).map { _ in
            let radius = 0.3 + 0.7 * random.unit()
            return (center: SIMD3(2 + 16 * random.unit(), 2 + 16 * random.unit(), radius), radius: radius)
        }
        var result: [Float] = []
        result.reserveCapacity(6 * rows * columns)
        for row in 0..<rows {
            let elevation = -1.2 + 1.5 * Double(row) / Double(rows)
            for column in 0..<columns {
                let turn = 2 * Double.pi * Double(column) / Double(columns)
                let ray = SIMD3(cos(elevation) * cos(turn), cos(elevation) * sin(turn), sin(elevation))
                var distance = ray.z < 0 ? -eye.z / ray.z : .infinity
                for axis in 0..<2 { distance = min(distance, 10 / abs(ray[axis])) }
                for ball in balls {
                    let offset = eye - ball.center
                    let along = (offset * ray).sum()
                    let discriminant = along * along - (offset * offset).sum() + ball.radius * ball.radius
                    let hit = -along - max(0, discriminant).squareRoot()
                    if discriminant > 0 && hit > 0 { distance = min(distance, hit) }
                }
                let point = eye + ray * (distance + 0.003 * random.normal())
                for axis in 0..<3 { result.append(Float(point[axis])) }
                for axis in 0..<3 { result.append(Float(ray[axis])) }
            }
        }
        return result
    }
}
