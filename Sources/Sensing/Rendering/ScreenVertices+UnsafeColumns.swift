import CKernels
import LinearAlgebra
import PointClouds

extension ScreenVertices {
    /// Takes the images of a mesh's vertices.
    mutating func project(
        _ mesh: TriangleMesh, cameraFromMesh: RigidTransform, camera: PinholeCamera, near: Double
    ) {
        resize(to: mesh.vertices.count)
        let transform = cameraFromMesh.rows.prefix(3).flatMap { $0 }
        let intrinsics = [camera.fx, camera.fy, camera.cx, camera.cy]
        mesh.vertices.withUnsafeColumns { x, y, z in
            vertices.withUnsafeMutableBufferPointer { vertices in
                ck_screen_vertices(x, y, z, vertices.count, transform, intrinsics, near, vertices.baseAddress)
            }
        }
    }

    /// Draws triangles, and notes in ``leftOver`` those that can't be drawn as they are.
    mutating func draw(
        _ triangles: [SIMD3<UInt32>], faces: RenderedView.Faces, first: UInt32, camera: PinholeCamera,
        into inverseDepths: inout [Float], _ numbers: inout [UInt32]
    ) {
        // SIMD3 takes the room of four.
        let stride = MemoryLayout<SIMD3<UInt32>>.stride / MemoryLayout<UInt32>.stride
        let faces = Int32(faces == .front ? ck_front_faces : ck_all_faces)
        leftOver = inverseDepths.withUnsafeMutableBufferPointer { depths in
            numbers.withUnsafeMutableBufferPointer { numbers in
                let out = ck_depth_buffer(
                    inverse_depths: depths.baseAddress, triangles: numbers.baseAddress, width: Int32(camera.width),
                    height: Int32(camera.height))
                return triangles.withUnsafeBytes { corners in
                    vertices.withUnsafeBufferPointer { vertices in
                        [UInt32](unsafeUninitializedCapacity: triangles.count) { leftOver, count in
                            withUnsafePointer(to: out) { out in
                                count = ck_draw_triangles(
                                    vertices.baseAddress, vertices.count,
                                    corners.baseAddress?.assumingMemoryBound(to: UInt32.self), stride,
                                    triangles.count, faces, first, out, leftOver.baseAddress)
                            }
                        }
                    }
                }
            }
        }
    }

    private mutating func resize(to count: Int) {
        guard vertices.count != count else { return }
        vertices = Array(repeating: ck_screen_vertex(), count: count)
    }
}
