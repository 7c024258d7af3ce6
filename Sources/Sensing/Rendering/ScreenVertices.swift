import CKernels
import LinearAlgebra
import PointClouds

/// The images of a mesh's vertices, and the kernel that draws triangles between them.
struct ScreenVertices: Sendable {
    var vertices: [ck_screen_vertex] = []
    /// The triangles with a corner behind the near plane or far outside the image, which wait to be cut.
    var leftOver: [UInt32] = []

    /// Whole numbers a pixel is divided into, and pixels from the image's first that a place may lie away, as the kernel
    /// has them.
    private static let fractions = 65536.0
    static let reach = 8192.0

    /// Takes the images of points in the camera's frame that all lie within reach: the kernel's arithmetic, so that a
    /// corner that was not cut comes to the same place.
    mutating func project(_ points: [Vector3], camera: PinholeCamera) {
        func fixed(_ place: Double) -> Int32 {
            Int32((max(-Self.reach, min(Self.reach, place)) * Self.fractions).rounded(.toNearestOrEven))
        }
        vertices = points.map { point in
            let inverse = 1 / point.z
            return ck_screen_vertex(
                x: fixed(camera.fx * point.x * inverse + camera.cx),
                y: fixed(camera.fy * point.y * inverse + camera.cy),
                inverse_depth: Float(inverse), is_inside: 1)
        }
    }
}
