import LinearAlgebra

/// What is left of a triangle between the near plane and the edges of a much larger image (Sutherland and Hodgman 1974).
///
/// Each cut of an edge is computed from its kept end to the lost one, so that triangles on both sides of the edge get the
/// same corner.
struct ClippedTriangle {
    /// A convex polygon in the camera's frame; empty where nothing is left.
    private(set) var corners: [Vector3]

    init(_ triangle: [Vector3], camera: PinholeCamera, near: Double) {
        guard triangle.allSatisfy(\.isFinite) else {
            corners = []
            return
        }
        corners = triangle
        cut { $0.z - near }
        // u = fx x/z + cx within ±reach, times z, which is positive by now.
        let reach = ScreenVertices.reach
        cut { camera.fx * $0.x + (camera.cx + reach) * $0.z }
        cut { (reach - camera.cx) * $0.z - camera.fx * $0.x }
        cut { camera.fy * $0.y + (camera.cy + reach) * $0.z }
        cut { (reach - camera.cy) * $0.z - camera.fy * $0.y }
    }

    /// Keeps what lies where `height`, linear in the point, isn't negative.
    private mutating func cut(_ height: (Vector3) -> Double) {
        let heights = corners.map(height)
        guard heights.contains(where: { $0 < 0 }) else { return }
        var kept: [Vector3] = []
        for (i, corner) in corners.enumerated() {
            let j = (i + 1) % corners.count
            let next = corners[j]
            if heights[i] >= 0 { kept.append(corner) }
            if heights[i] >= 0 && heights[j] < 0 {
                kept.append(corner + (next - corner) * (heights[i] / (heights[i] - heights[j])))
            } else if heights[i] < 0 && heights[j] >= 0 {
                kept.append(next + (corner - next) * (heights[j] / (heights[j] - heights[i])))
            }
        }
        corners = kept
    }
}
