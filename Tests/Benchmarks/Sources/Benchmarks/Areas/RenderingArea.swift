import Glibc
import PickPose

extension Area {
    /// Drawing a mesh as a depth camera sees it, as scoring poses does: cleared and drawn anew each time.
    static let rendering = Area("rendering") { bench in
        let mesh = lumpyBall(rings: 50)
        for (width, height, distance) in [(160, 120, 0.4), (160, 120, 0.25), (640, 480, 0.4)] {
            let camera = PinholeCamera(width: width, height: height, focalLength: Double(width) * 0.94)
            let pose = RigidTransform(
                rotation: Matrix3(rows: Vector3(1, 0, 0), Vector3(0, 0.6, -0.8), Vector3(0, 0.8, 0.6)),
                translation: Vector3(0, 0, distance))
            let repeats = 100
            let task = "\(repeats) × \(mesh.triangles.count) triangles on \(width) × \(height) at \(distance) m"
            bench.contest(task, seconds: 3) { contest in
                contest.measure("pickpose", threads: 1, note: { (covered: Int) in "\(covered) pixels covered" }) {
                    var view = RenderedView(camera: camera)
                    for _ in 0..<repeats {
                        view.clear()
                        view.draw(mesh, cameraFromMesh: pose)
                    }
                    return view.inverseDepths.count { $0 > 0 }
                }
            }
        }
    }

    /// A ball with three lobes: `rings` from pole to pole and twice as many segments round.
    private static func lumpyBall(rings: Int) -> TriangleMesh {
        let segments = 2 * rings
        var vertices = Coordinates()
        for ring in 0...rings {
            for segment in 0..<segments {
                let polar = Double.pi * Double(ring) / Double(rings)
                let around = 2 * Double.pi * Double(segment) / Double(segments)
                let radius = 0.1 * (1 + 0.2 * sin(3 * around) * sin(polar))
                let direction = Vector3(sin(polar) * cos(around), sin(polar) * sin(around), cos(polar))
                vertices.append(SIMD3<Float>(direction * radius))
            }
        }
        var triangles: [SIMD3<UInt32>] = []
        for ring in 0..<rings {
            for segment in 0..<segments {
                let (a, b) = (UInt32(ring * segments + segment), UInt32(ring * segments + (segment + 1) % segments))
                let down = UInt32(segments)
                triangles += [SIMD3(a, a + down, b), SIMD3(b, a + down, b + down)]
            }
        }
        return TriangleMesh(vertices: vertices, triangles: triangles)
    }
}
