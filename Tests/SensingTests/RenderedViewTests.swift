import Glibc
import LinearAlgebra
import PointClouds
import Sensing
import TestSupport
import Testing

@Suite struct RenderedViewTests {
    private let camera = PinholeCamera(width: 160, height: 120, fx: 150, fy: 152, cx: 79.3, cy: 60.1)

    private func view(
        _ mesh: TriangleMesh, at cameraFromMesh: RigidTransform = .identity, faces: RenderedView.Faces = .front
    ) -> RenderedView {
        var view = RenderedView(camera: camera)
        view.draw(mesh, cameraFromMesh: cameraFromMesh, faces: faces)
        return view
    }

    @Test func aPlaneHasItsDepthInEveryPixel() throws {
        // z = 0.9 + 0.5 x − 0.3 y, far beyond the image on all sides, of two triangles that face the camera.
        func corner(_ x: Float, _ y: Float) -> SIMD3<Float> { SIMD3(x, y, 0.9 + 0.5 * x - 0.3 * y) }
        let plane = TriangleMesh(
            vertices: Coordinates([corner(-1.5, -1.5), corner(1.5, -1.5), corner(1.5, 1.5), corner(-1.5, 1.5)]),
            triangles: [SIMD3(0, 2, 1), SIMD3(0, 3, 2)])
        let image = view(plane).depthImage
        for v in 0..<120 {
            for u in 0..<160 {
                let ray = try #require(camera.ray(u: Double(u), v: Double(v)))
                let depth = 0.9 / (1 - 0.5 * ray.x + 0.3 * ray.y)
                #expect(abs(Double(image[column: u, row: v]) - depth) < 1e-6, "(\(u), \(v))")
            }
        }
    }

    @Test func aSphereHasItsDepthInEveryPixel() throws {
        let (radius, distance) = (0.005, 0.025)
        let image = view(Shapes.sphere(radius: radius, rings: 150), at: .init(translation: Vector3(0, 0, distance)))
            .depthImage
        var count = 0
        for v in 0..<120 {
            for u in 0..<160 {
                let ray = try #require(camera.ray(u: Double(u), v: Double(v)))
                // |t ray − center| = radius at its nearer root.
                let (a, b) = (ray.squaredLength, distance)
                let discriminant = b * b - a * (distance * distance - radius * radius)
                // Its facets lie up to 5e-7 m inside it: twice as much along a ray that meets it at a slant, more beyond.
                guard discriminant > 0.36 * a * radius * radius else { continue }
                count += 1
                let depth = (b - discriminant.squareRoot()) / a
                #expect(abs(Double(image[column: u, row: v]) - depth) < 1e-6, "(\(u), \(v))")
            }
        }
        #expect(count > 1000)
    }

    @Test func aCubeShowsTheFaceInFront() throws {
        let turn = RigidTransform(
            rotation: Quaternion(x: 0, y: sin(0.3), z: 0, w: cos(0.3)).rotation, translation: Vector3(0.05, -0.02, 0.5))
        let image = view(Shapes.cube(side: 0.2), at: turn).depthImage
        for v in 0..<120 {
            for u in 0..<160 {
                let ray = try #require(camera.ray(u: Double(u), v: Double(v)))
                let (origin, direction) = (turn.inverse.translation, turn.inverse.rotation * ray)
                // In at the last of three slabs, out at the first.
                var (enter, leave) = (0.0, Double.infinity)
                for axis in 0..<3 {
                    let ends = [-0.1, 0.1].map { ($0 - origin[axis]) / direction[axis] }
                    enter = max(enter, ends.min()!)
                    leave = min(leave, ends.max()!)
                }
                // On the outline itself either is right.
                guard abs(leave - enter) > 1e-5 else { continue }
                let expected = enter < leave ? enter : 0
                #expect(abs(Double(image[column: u, row: v]) - expected) < 1e-6, "(\(u), \(v))")
            }
        }
    }

    /// Triangles of any size and turn, some behind the camera, some through the near plane, some without area.
    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func whatIsSeenIsWhatRaysHit(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var vertices = Coordinates()
        var triangles: [SIMD3<UInt32>] = []
        for k in 0..<60 {
            let size = exp(Float.random(in: -4...1, using: &random))
            let middle = SIMD3<Float>(
                .random(in: -1...1, using: &random), .random(in: -0.8...0.8, using: &random),
                .random(in: -0.5...2, using: &random))
            for _ in 0..<3 {
                let offset = SIMD3<Float>(
                    .random(in: -1...1, using: &random), .random(in: -1...1, using: &random),
                    .random(in: -1...1, using: &random))
                vertices.append(k % 10 == 9 ? middle : middle + size * offset)
            }
            triangles.append(SIMD3(3 * UInt32(k), 3 * UInt32(k) + 1, 3 * UInt32(k) + 2))
        }
        let mesh = TriangleMesh(vertices: vertices, triangles: triangles)
        let small = PinholeCamera(width: 64, height: 48, fx: 60, fy: 61, cx: 30.7, cy: 24.2)
        let pose = RigidTransform(
            rotation: Quaternion(x: 0.1, y: 0.2, z: -0.1, w: 0.95).rotation, translation: Vector3(0.1, 0, 0.3))
        for faces in [RenderedView.Faces.front, .all] {
            var view = RenderedView(camera: small)
            view.draw(mesh, cameraFromMesh: pose, faces: faces, near: 0.05)
            let truth = RayCasting(mesh, small, cameraFromMesh: pose, faces: faces, near: 0.05)
            let image = view.depthImage
            for i in truth.depths.indices where !truth.isDoubtful[i] {
                let miss = abs(Double(image.depths[i]) - truth.depths[i])
                #expect(
                    miss < 2e-5 * max(1, truth.depths[i]),
                    "seed \(seed), \(faces), pixel \(i): \(image.depths[i]) for \(truth.depths[i])")
            }
            #expect(truth.isDoubtful.count { $0 } < truth.depths.count / 20, "seed \(seed)")
        }
    }

    /// A fan of triangles about a point covers its outline's pixels once each: no hole, no overlap.
    @Test(arguments: 1...20) func trianglesThatShareAnEdgeLeaveNoHole(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        // Corners on whole and half pixels, where rules are needed, and anywhere.
        let count = UInt32(12)
        func place(_ u: Double, _ v: Double) -> SIMD3<Float> {
            SIMD3<Float>(Vector3((u - 80) / 128, (v - 60) / 128, 1))
        }
        let exact = PinholeCamera(width: 160, height: 120, fx: 128, fy: 128, cx: 80, cy: 60)
        var vertices = Coordinates([place(80 + Double(seed % 3) / 2, 60)])
        for k in 0..<count {
            let angle = 2 * Double.pi * Double(k) / Double(count)
            let radius = Double.random(in: 20...50, using: &random)
            let (u, v) = (80 + radius * cos(angle), 60 + radius * sin(angle))
            vertices.append(seed % 2 == 0 ? place(u.rounded(), v.rounded()) : place(u, v))
        }
        let fan = (0..<count).map { SIMD3(0, 1 + ($0 + 1) % count, 1 + $0) }
        var covered = [Int](repeating: 0, count: 160 * 120)
        for triangle in fan {
            var view = RenderedView(camera: exact)
            view.draw(TriangleMesh(vertices: vertices, triangles: [triangle]), cameraFromMesh: .identity)
            for i in covered.indices where view.inverseDepths[i] > 0 { covered[i] += 1 }
        }
        #expect(covered.allSatisfy { $0 <= 1 }, "seed \(seed): a pixel belongs to two triangles")
        // Star-shaped about its middle: each row is covered in pieces of one outline, with the middle in it.
        for radius in 0..<18 {
            for angle in stride(from: 0.0, to: 6.28, by: 0.1) {
                let (u, v) = (Int(80.5 + Double(radius) * cos(angle)), Int(60.5 + Double(radius) * sin(angle)))
                #expect(covered[v * 160 + u] == 1, "seed \(seed): a hole at (\(u), \(v))")
            }
        }
    }

    /// A floor that runs from behind the camera to far ahead, cut into many triangles, has no hole below the horizon.
    @Test func aFloorThroughTheNearPlaneHasNoHole() throws {
        var vertices = Coordinates()
        let side = 21
        for row in 0..<side {
            for column in 0..<side {
                vertices.append(SIMD3(Float(column - 10) * 3.7, 0.3, Float(row - 5) * 2.3))
            }
        }
        var triangles: [SIMD3<UInt32>] = []
        for row in 0..<side - 1 {
            for column in 0..<side - 1 {
                let a = UInt32(row * side + column)
                triangles += [SIMD3(a, a + 1, a + 21), SIMD3(a + 1, a + 22, a + 21)]
            }
        }
        let view = view(TriangleMesh(vertices: vertices, triangles: triangles), faces: .all)
        for v in 63..<120 {
            for u in 0..<160 {
                let ray = try #require(camera.ray(u: Double(u), v: Double(v)))
                let depth = 0.3 / ray.y
                guard depth < 30 else { continue }
                let seen = Double(view.depthImage[column: u, row: v])
                #expect(abs(seen - depth) < 1e-5 * depth * depth, "(\(u), \(v)): \(seen) for \(depth)")
            }
        }
    }

    @Test func whatShowsNothingIsPassedOver() {
        let vertices = Coordinates([
            SIMD3(0, 0, 1), SIMD3(0.1, 0, 1), SIMD3(0, 0.1, 1), SIMD3(.nan, 0, 1), SIMD3(0, 0, -1), SIMD3(0.1, 0, -1),
            SIMD3(0, 0.1, -1), SIMD3(.infinity, 0, 1),
        ])
        let mesh = TriangleMesh(
            vertices: vertices,
            triangles: [
                SIMD3(0, 1, 1), SIMD3(0, 0, 0), SIMD3(0, 1, 3), SIMD3(4, 5, 6), SIMD3(0, 7, 2), SIMD3(0, 1, 99),
            ])
        for faces in [RenderedView.Faces.front, .all] {
            #expect(view(mesh, faces: faces).inverseDepths.allSatisfy { $0 == 0 })
        }
        #expect(
            view(TriangleMesh(vertices: Coordinates(), triangles: [])).triangles.allSatisfy {
                $0 == RenderedView.nothing
            })
    }

    @Test func oneSideIsTheFront() throws {
        let triangle = TriangleMesh(
            vertices: Coordinates([SIMD3(-0.3, -0.3, 1), SIMD3(0.3, -0.3, 1), SIMD3(0, 0.3, 1)]),
            triangles: [SIMD3(0, 2, 1)])
        var turned = triangle
        turned.triangles = [SIMD3(0, 1, 2)]
        #expect(view(triangle).triangles.contains(0))
        #expect(!view(turned).triangles.contains(0))
        #expect(view(turned, faces: .all).triangles == view(triangle).triangles)
        let normal = try #require(
            view(triangle).normal(column: 79, row: 60, of: triangle, cameraFromMesh: .identity))
        #expect(normal == Vector3(0, 0, -1))
    }

    /// Drawn in any order, and on any processor.
    @Test func theNearestIsSeenWhateverComesFirst() {
        let (ball, cube) = (Shapes.sphere(radius: 0.1, rings: 20), Shapes.cube(side: 0.15))
        let (here, there) = (
            RigidTransform(translation: Vector3(0.02, 0, 0.5)), RigidTransform(translation: Vector3(-0.05, 0.02, 0.52))
        )
        var (one, other) = (RenderedView(camera: camera), RenderedView(camera: camera))
        one.draw(ball, cameraFromMesh: here)
        let second = one.triangleCount
        one.draw(cube, cameraFromMesh: there)
        other.draw(cube, cameraFromMesh: there)
        other.draw(ball, cameraFromMesh: here)
        #expect(one.inverseDepths == other.inverseDepths)
        #expect(second == ball.triangles.count && one.triangleCount == other.triangleCount)
        #expect(
            one.triangles.contains { $0 < second }
                && one.triangles.contains { $0 >= second && $0 != RenderedView.nothing })
        one.clear()
        one.draw(ball, cameraFromMesh: here)
        #expect(one.inverseDepths == view(ball, at: here).inverseDepths)
        #expect(one.triangles == view(ball, at: here).triangles)
    }
}

/// Closed surfaces, their triangles counterclockwise seen from outside.
enum Shapes {
    static func cube(side: Float) -> TriangleMesh {
        let half = side / 2
        let corners = (0..<8).map {
            SIMD3<Float>($0 & 1 == 0 ? -half : half, $0 & 2 == 0 ? -half : half, $0 & 4 == 0 ? -half : half)
        }
        let quads: [[UInt32]] = [
            [0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5],
        ]
        return TriangleMesh(
            vertices: Coordinates(corners),
            triangles: quads.flatMap { [SIMD3($0[0], $0[1], $0[2]), SIMD3($0[0], $0[2], $0[3])] })
    }

    /// `rings` from pole to pole and twice as many segments round.
    static func sphere(radius: Double, rings: Int) -> TriangleMesh {
        let segments = 2 * rings
        var vertices = Coordinates()
        for ring in 0...rings {
            let polar = Double.pi * Double(ring) / Double(rings)
            for segment in 0..<segments {
                let around = 2 * Double.pi * Double(segment) / Double(segments)
                vertices.append(
                    SIMD3<Float>(Vector3(sin(polar) * cos(around), sin(polar) * sin(around), cos(polar)) * radius))
            }
        }
        var triangles: [SIMD3<UInt32>] = []
        for ring in 0..<rings {
            for segment in 0..<segments {
                let (a, b) = (ring * segments + segment, ring * segments + (segment + 1) % segments)
                let corners = [a, b, a + segments, b + segments].map { UInt32($0) }
                triangles += [
                    SIMD3(corners[0], corners[2], corners[1]), SIMD3(corners[1], corners[2], corners[3]),
                ]
            }
        }
        return TriangleMesh(vertices: vertices, triangles: triangles)
    }
}
