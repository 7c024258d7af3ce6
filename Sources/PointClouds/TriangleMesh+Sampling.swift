import LinearAlgebra

extension TriangleMesh {
    /// Points spread evenly over the surface, as a scan of all of it would have them.
    ///
    /// Each triangle gets points by its share of the area, at the places of the R₂ sequence folded into the triangle
    /// (Roberts 2018): no clumps, no randomness, the same points every time. Triangles without area get none; a mesh
    /// without area gives its vertices.
    ///
    /// - Parameter count: how many points; at least one.
    /// - Complexity: O(`triangles.count` + `count`).
    public func sampledSurface(count: Int = 20_000) -> PointCloud {
        let areas = triangles.map { triangle in
            let (a, b, c) = corners(of: triangle)
            let area = (b - a).cross(c - a).length / 2
            return area.isFinite ? area : 0
        }
        let total = areas.reduce(0, +)
        guard total > 0, count > 0 else {
            var cloud = PointCloud(positions: vertices)
            cloud.origin = origin
            return cloud
        }
        var (x, y, z) = ([Float](), [Float](), [Float]())
        var (covered, sample) = (0.0, 0)
        for (triangle, area) in zip(triangles, areas) {
            covered += area
            let (a, b, c) = corners(of: triangle)
            // The sample in the middle of each count-th part of the whole area.
            while sample < count, (Double(sample) + 0.5) * total <= covered * Double(count) {
                var u = (0.5 + Double(sample) * 0.754_877_666_246_692_7).truncatingRemainder(dividingBy: 1)
                var v = (0.5 + Double(sample) * 0.569_840_290_998_053_2).truncatingRemainder(dividingBy: 1)
                if u + v > 1 { (u, v) = (1 - u, 1 - v) }
                let point = a + u * (b - a) + v * (c - a)
                x.append(Float(point.x))
                y.append(Float(point.y))
                z.append(Float(point.z))
                sample += 1
            }
        }
        var cloud = PointCloud(positions: Coordinates(x: x, y: y, z: z))
        cloud.origin = origin
        return cloud
    }

    private func corners(of triangle: SIMD3<UInt32>) -> (Vector3, Vector3, Vector3) {
        func corner(_ index: UInt32) -> Vector3 { Vector3(vertices[Int(index)]) }
        return (corner(triangle.x), corner(triangle.y), corner(triangle.z))
    }
}
