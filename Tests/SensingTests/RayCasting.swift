import LinearAlgebra
import PointClouds
import Sensing

/// The nearest triangle along each pixel's ray, by trying all of them (Möller and Trumbore 1997): the slow oracle.
struct RayCasting {
    /// Depth along the camera's axis, 0 where nothing is hit.
    var depths: [Double]
    /// How far, in pixels, the ray passes from the nearest edge of any triangle's image: near 0 either answer is right.
    var isDoubtful: [Bool]

    init(
        _ mesh: TriangleMesh, _ camera: PinholeCamera, cameraFromMesh: RigidTransform, faces: RenderedView.Faces,
        near: Double
    ) {
        let triangles = mesh.triangles.map { corners in
            [corners.x, corners.y, corners.z].map { cameraFromMesh * Vector3(mesh.vertices[Int($0)]) }
        }
        depths = Array(repeating: 0, count: camera.width * camera.height)
        isDoubtful = Array(repeating: false, count: depths.count)
        for v in 0..<camera.height {
            for u in 0..<camera.width {
                let ray = camera.ray(u: Double(u), v: Double(v))!
                let i = v * camera.width + u
                for corners in triangles {
                    let (e1, e2) = (corners[1] - corners[0], corners[2] - corners[0])
                    let across = ray.cross(e2)
                    let determinant = e1.dot(across)
                    // Counterclockwise seen from the camera: the ray comes from the front.
                    guard faces == .all ? determinant != 0 : determinant > 0 else { continue }
                    let offset = corners[0] * -1
                    let s = offset.dot(across) / determinant
                    let t = ray.dot(offset.cross(e1)) / determinant
                    let depth = e2.dot(offset.cross(e1)) / determinant
                    guard depth >= near else { continue }
                    let margin = min(s, t, 1 - s - t)
                    // A hundred-thousandth of a pixel, as a share of a triangle that may be small.
                    let size = max(e1.length, e2.length, (e1 - e2).length) / depth * camera.fx
                    let sharpness = abs(determinant) / max(1e-300, e1.length * e2.length * ray.length)
                    if abs(margin) * size * sharpness < 1e-3 { isDoubtful[i] = true }
                    if margin >= 0, depths[i] == 0 || depth < depths[i] { depths[i] = depth }
                }
            }
        }
    }
}
