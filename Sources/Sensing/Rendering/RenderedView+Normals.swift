public import LinearAlgebra
public import PointClouds

extension RenderedView {
    /// The unit normal of the surface that a pixel sees, in the camera's frame and towards the camera; nil where none is
    /// seen, or another mesh's.
    ///
    /// - Parameters:
    ///   - column: of the pixel, from 0.
    ///   - row: of the pixel, from 0.
    ///   - mesh: the one that was drawn.
    ///   - cameraFromMesh: where it was drawn.
    ///   - firstTriangle: ``triangleCount`` before it was drawn.
    public func normal(
        column: Int, row: Int, of mesh: TriangleMesh, cameraFromMesh: RigidTransform, firstTriangle: Int = 0
    ) -> Vector3? {
        let number = triangles[row * camera.width + column]
        guard number != Self.nothing, case let index = Int(number) - firstTriangle,
            mesh.triangles.indices.contains(index)
        else { return nil }
        let corners = mesh.triangles[index]
        let a = Vector3(mesh.vertices[Int(corners.x)])
        let b = Vector3(mesh.vertices[Int(corners.y)])
        let c = Vector3(mesh.vertices[Int(corners.z)])
        let normal = cameraFromMesh.rotation * (b - a).cross(c - a).normalized
        return normal.dot(cameraFromMesh * a) > 0 ? normal * -1 : normal
    }
}
