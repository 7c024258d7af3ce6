import LinearAlgebra
import PointClouds

/// The space a sensor looked through: for each direction how far it saw.
///
/// Six square images on the faces of a cube about the viewpoint hold the least and the greatest distance of the scan's
/// points in each direction. A point of another cloud that lies well before them stands where the sensor saw nothing.
struct SeenSpace: Sendable {
    /// A point's place along its ray.
    struct Sight: Sendable {
        /// Metres by which the point lies before all that was measured about its direction; negative if it doesn't.
        var before: Float
        /// Metres by which it lies behind all of that.
        var behind: Float
    }

    let viewpoint: Vector3
    private let side: Int
    private let nearest: [Float]
    private let farthest: [Float]

    /// Nil unless the points can all be seen from `viewpoint`: a model, a fusion of several scans or a wrong viewpoint
    /// has surfaces behind one another.
    init?(from viewpoint: Vector3, points: Coordinates, diagonal: Double, spacing: Double) {
        guard points.count >= 100, diagonal > 0 else { return nil }
        self.viewpoint = viewpoint
        let eye = SIMD3<Float>(viewpoint)
        // Two spacings at the median distance are one pixel.
        var distances: [Float] = []
        for i in stride(from: 0, to: points.count, by: max(1, points.count / 1000)) {
            let d = points[i] - eye
            distances.append((d * d).sum().squareRoot())
        }
        distances.sort()
        let median = Double(distances[distances.count / 2])
        guard median.isFinite, median > 0.02 * diagonal, median < 1e6 * diagonal else { return nil }
        let pixel = max(2.5 * spacing / median, 2e-3)
        side = max(16, min(512, Int(2 / pixel)))
        var near = [Float](repeating: .infinity, count: 6 * side * side)
        var far = [Float](repeating: 0, count: 6 * side * side)
        for i in points.indices {
            let d = points[i] - eye
            guard let place = Self.pixel(d, side) else { continue }
            let r = (d * d).sum().squareRoot()
            near[place] = min(near[place], r)
            far[place] = max(far[place], r)
        }
        // A surface at a slant spans depths within a pixel; a second surface behind the first spans more.
        var deep = 0
        var filled = 0
        for place in near.indices where near[place].isFinite {
            filled += 1
            let (r0, r1) = (Double(near[place]), Double(far[place]))
            if r1 - r0 > 0.05 * diagonal { deep += 1 }
        }
        guard filled >= 50, Double(deep) < 0.08 * Double(filled) else { return nil }
        nearest = near
        farthest = far
    }

    /// What was seen in the direction of a point; nil where nothing was.
    func sight(of point: SIMD3<Float>) -> Sight? {
        let d = point - SIMD3<Float>(viewpoint)
        guard let center = Self.pixel(d, side), nearest[center].isFinite else { return nil }
        let r = (d * d).sum().squareRoot()
        // The pixels around it have a say, too: at an edge, both depths are right.
        var (near, far) = (Float.infinity, Float(0))
        let (face, v, u) = (center / (side * side), center / side % side, center % side)
        for dv in -1...1 {
            for du in -1...1 {
                let (v1, u1) = (v + dv, u + du)
                guard v1 >= 0, v1 < side, u1 >= 0, u1 < side else { continue }
                let i = (face * side + v1) * side + u1
                near = min(near, nearest[i])
                far = max(far, farthest[i])
            }
        }
        return Sight(before: near - r, behind: r - far)
    }

    private static func pixel(_ d: SIMD3<Float>, _ side: Int) -> Int? {
        let size = SIMD3<Float>(abs(d.x), abs(d.y), abs(d.z))
        let half = Float(side) / 2
        let (face, u, v, w): (Int, Float, Float, Float) =
            if size.x >= size.y && size.x >= size.z {
                (d.x > 0 ? 0 : 1, d.y, d.z, size.x)
            } else if size.y >= size.z {
                (d.y > 0 ? 2 : 3, d.x, d.z, size.y)
            } else {
                (d.z > 0 ? 4 : 5, d.x, d.y, size.z)
            }
        guard w > 0, abs(u) <= w, abs(v) <= w else { return nil }
        let column = min(side - 1, Int((u / w + 1) * half))
        let row = min(side - 1, Int((v / w + 1) * half))
        return (face * side + row) * side + column
    }
}
