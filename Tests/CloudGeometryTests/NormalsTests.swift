import CKernels
import LinearAlgebra
import PointClouds
import SpatialSearch
import TestSupport
import Testing

@testable import CloudGeometry

struct NormalsTests {
    /// A sphere about `center`, seen from inside or out.
    func sphere(_ count: Int, center: Vector3, radius: Double, seed: UInt64) -> (Coordinates, [Vector3]) {
        var random = SeededGenerator(seed: seed)
        let directions = (0..<count).map { _ in
            Vector3(random.normal(), random.normal(), random.normal()).normalized
        }
        return (Coordinates(directions.map { SIMD3<Float>(center + $0 * radius) }), directions)
    }

    @Test func normalsStandOnASphere() {
        let (points, directions) = sphere(2000, center: Vector3(1, 2, 3), radius: 0.5, seed: 1)
        let outside = surfaceNormals(of: points, options: NormalOptions(viewpoint: Vector3(1, 2, 3)))
        #expect(outside.undefinedCount == 0)
        for i in points.indices {
            let normal = Vector3(outside.normals[i])
            // Towards the centre, from where they are seen.
            #expect(normal.dot(directions[i]) < -0.97)
            #expect(abs(normal.length - 1) < 1e-6)
            #expect(outside.surfaceVariation[i] >= 0 && outside.surfaceVariation[i] < 0.02)
        }
    }

    @Test func normalsPointToTheViewpoint() {
        for (seed, viewpoint) in [Vector3.zero, Vector3(5, 0, 0), Vector3(-1, -20, 3)].enumerated() {
            let (points, _) = sphere(600, center: Vector3(0.3, 0.1, 1), radius: 1, seed: UInt64(seed))
            let result = surfaceNormals(of: points, options: NormalOptions(neighbors: 12, viewpoint: viewpoint))
            for i in points.indices {
                #expect(Vector3(result.normals[i]).dot(viewpoint - Vector3(points[i])) > 0)
            }
        }
    }

    @Test func aPlaneFarOutHasItsNormal() {
        var random = SeededGenerator(seed: 5)
        let points = Coordinates(
            (0..<500).map { _ in
                SIMD3(
                    5_000_000 + Float.random(in: 0...100, using: &random),
                    -4_000_000 + Float.random(in: 0...100, using: &random), 2)
            })
        let result = surfaceNormals(of: points, options: NormalOptions(viewpoint: Vector3(5_000_000, -4_000_000, 50)))
        #expect(result.undefinedCount == 0)
        #expect(result.normals.z.allSatisfy { $0 == 1 })
        #expect(result.surfaceVariation.allSatisfy { $0 == 0 })
    }

    @Test func pointsWithoutASurfaceHaveNoNormal() {
        let line = Coordinates((0..<50).map { SIMD3(Float($0) * 0.1, Float($0) * 0.2, 1) })
        for points in [line, Coordinates([.zero, SIMD3(1, 0, 0)]), Coordinates(repeating: SIMD3(1, 2, 3), count: 30)] {
            let result = surfaceNormals(of: points)
            #expect(result.undefinedCount == points.count)
            #expect(result.normals.x.allSatisfy { $0.isNaN })
        }
        #expect(surfaceNormals(of: Coordinates()).normals.isEmpty)
        let invalid = surfaceNormals(of: Coordinates(repeating: SIMD3(.nan, 1, 1), count: 20))
        #expect(invalid.undefinedCount == 0 && invalid.normals.z.allSatisfy { $0.isNaN })
    }

    @Test func invalidPointsChangeNoNormal() {
        let (points, _) = sphere(400, center: Vector3(0, 0, 3), radius: 1, seed: 2)
        let clean = surfaceNormals(of: points)
        var holed = Coordinates()
        var places: [Int] = []
        for i in points.indices {
            if i % 3 == 1 { holed.append(SIMD3(.nan, 0, 0)) }
            places.append(holed.count)
            holed.append(points[i])
        }
        let result = surfaceNormals(of: holed)
        #expect(result.normals[places] == clean.normals)
    }

    @Test func theNumberOfThreadsChangesNoNormal() {
        let (points, _) = sphere(3000, center: Vector3(0, 0, 3), radius: 1, seed: 2)
        let one = surfaceNormals(of: points, options: NormalOptions(threads: 1))
        for threads in [2, 7] {
            #expect(surfaceNormals(of: points, options: NormalOptions(threads: threads)) == one)
        }
    }

    /// The kernel's versions, for this processor and for any, against the eigenvectors of the covariance.
    @Test func kernelsFindThePlanesThatTheirOracleDoes() {
        var random = SeededGenerator(seed: 8)
        var careful = 0
        for trial in 0..<500 {
            // From needles to balls, along the axes and across them, tiny and large.
            let sizes = [Vector3(1, 1, 1), Vector3(1, 0.5, 0.01), Vector3(1, 0.01, 0.001), Vector3(1, 1, 0)][trial % 4]
            let scale = [1, 1e-6, 1e6][trial % 3]
            let turn = trial % 5 == 0 ? Vector3.zero : Vector3(random.normal(), random.normal(), random.normal())
            let rotation = Quaternion(rotationVector: turn).rotation
            let moments = (0..<4).map { _ in
                var moments = LocalMoments()
                for _ in 0..<12 {
                    let p = Vector3(random.normal(), random.normal(), random.normal()) * sizes * scale
                    moments.add(SIMD3<Float>(rotation * p))
                }
                return moments
            }
            let sums = moments.flatMap { (m: LocalMoments) -> [Double] in
                [m.count, m.sum.x, m.sum.y, m.sum.z, m.squares.x, m.squares.y, m.squares.z]
                    + [m.products.x, m.products.y, m.products.z]
            }
            var planes = [Double](repeating: 7, count: 24)
            var baseline = planes
            ck_planes(sums, 4, [NormalFit.limits], &planes)
            ck_planes_baseline(sums, 4, [NormalFit.limits], &baseline)
            #expect(planes.map(\.bitPattern) == baseline.map(\.bitPattern))
            for i in 0..<4 {
                let plane = planes[6 * i..<6 * i + 6].map { $0 }
                if plane[5].isNaN {
                    careful += 1
                } else {
                    let (covariance, normal) = (moments[i].covariance, Vector3(plane[0], plane[1], plane[2]))
                    let values = covariance.eigen().values
                    #expect(abs(normal.length - 1) < 1e-14)
                    #expect((covariance * normal - normal * values.z).length < 1e-14 * values.x, "trial \(trial)")
                    #expect((Vector3(plane[3], plane[4], plane[5]) - values).length < 1e-13 * values.x)
                }
            }
        }
        #expect(careful < 20)
    }

    /// A camera looks at a wall and a box before it; rows and columns are pixels.
    func depthImage(_ width: Int, _ height: Int) -> Coordinates {
        var points = Coordinates()
        for v in 0..<height {
            for u in 0..<width {
                let ray = SIMD3(Float(u - width / 2) / 100, Float(v - height / 2) / 100, 1)
                let onBox = abs(u - width / 2) < 10 && abs(v - height / 2) < 8
                points.append(u % 13 == 5 && v % 7 == 2 ? SIMD3(repeating: .nan) : ray * (onBox ? 1 : 1.5))
            }
        }
        return points
    }

    @Test func organizedNormalsKeepToTheirSideOfAnEdge() {
        let points = depthImage(60, 40)
        let result = organizedNormals(of: points, width: 60, height: 40)
        #expect(result.undefinedCount == 0)
        for i in points.indices where points.isFinite(at: i) {
            #expect(result.normals[i].z < -0.9999, "pixel \(i % 60), \(i / 60)")
        }
        for threads in [1, 2, 7] {
            let options = OrganizedNormalOptions(threads: threads)
            let again = organizedNormals(of: points, width: 60, height: 40, options: options)
            #expect(again.normals.x.map(\.bitPattern) == result.normals.x.map(\.bitPattern))
        }
    }

    @Test func organizedCloudsOfOddShapesDoNoHarm() {
        for (width, height) in [(0, 0), (1, 1), (1, 5), (5, 1), (2, 2)] {
            let points = Coordinates((0..<width * height).map { SIMD3(Float($0 % 7), Float($0 % 3), 1) })
            #expect(organizedNormals(of: points, width: width, height: height).normals.count == width * height)
        }
    }
}
