import CloudFiles
import LinearAlgebra
import PCLBridge
import PointClouds
import TestSupport
import Testing

/// The helper as `swift build` puts it beside the tests; absent where PCL is (PICKPOSE_PCL=0).
private let engine = PCLEngine()

@Suite(.enabled(if: engine.isInstalled, "the PCL helper isn't built here (libpcl-dev, and PICKPOSE_PCL not 0)"))
struct PCLEngineTests {
    private func randomPoints(_ count: Int, seed: UInt64) -> Coordinates {
        var random = SeededGenerator(seed: seed)
        return Coordinates(
            (0..<count).map { _ in
                SIMD3(
                    Float.random(in: -1...1, using: &random), Float.random(in: -0.5...0.5, using: &random),
                    Float.random(in: 1...1.2, using: &random))
            })
    }

    @Test func momentsAreThoseOfTheDefinition() throws {
        var points = randomPoints(2000, seed: 1)
        points.append(SIMD3(.nan, 0, 0))
        let moments = try engine.moments(of: points)
        #expect(moments.validPoints == 2000)
        let mean = (0..<2000).reduce(Vector3.zero) { $0 + Vector3(points[$1]) } / 2000
        let variance = (0..<2000).reduce(0.0) { $0 + (Double(points.x[$1]) - mean.x) * (Double(points.x[$1]) - mean.x) }
        #expect(abs(moments.mean.y - mean.y) < 1e-9)
        #expect(abs(moments.covariance[0] - variance / 2000) < 1e-9)
        #expect(moments.eigenvalues[0] > moments.eigenvalues[1] && moments.eigenvalues[1] > moments.eigenvalues[2])
        #expect(abs(moments.axes[0].x) > 0.99 && abs(moments.axes[2].z) > 0.99)
    }

    @Test func aPlaneIsFoundAndFacesTheOrigin() throws {
        var points = randomPoints(500, seed: 2)
        var random = SeededGenerator(seed: 3)
        for _ in 0..<3000 {
            points.append(
                SIMD3(Float.random(in: -1...1, using: &random), Float.random(in: -1...1, using: &random), 1.5))
        }
        let (plane, isInlier) = try engine.plane(in: points)
        #expect(abs(plane.normal.z + 1) < 1e-3 && abs(plane.offset + 1.5) < 1e-3)
        #expect(plane.inliers == 3000 && isInlier[600] && !isInlier[0])
    }

    @Test func normalsFaceTheViewpointAndInvalidPointsHaveNone() throws {
        var points = Coordinates()
        for row in 0..<20 { for column in 0..<20 { points.append(SIMD3(Float(row), Float(column), 5)) } }
        points.append(SIMD3(.nan, .nan, .nan))
        let (normals, curvature) = try engine.normals(of: points, neighbors: 8)
        #expect((0..<400).allSatisfy { normals.z[$0] < -0.999 && curvature[$0] < 1e-6 })
        #expect(normals.x[400].isNaN && curvature[400].isNaN)
    }

    @Test(arguments: PCLEngine.AlignmentMethod.allCases)
    func aMovedCloudIsBroughtBack(method: PCLEngine.AlignmentMethod) throws {
        let target = randomPoints(3000, seed: 4)
        let moved = Coordinates(target.indices.map { target[$0] - SIMD3(0.01, -0.005, 0.002) })
        var options = PCLEngine.AlignmentOptions()
        options.method = method
        options.correspondenceDistance = 0.2
        options.translationEpsilon = 1e-12
        let alignment = try engine.align(moved, to: target, options: options)
        #expect(alignment.converged)
        #expect(abs(alignment.targetFromSource[3] - 0.01) < 2e-3, "\(alignment)")
        #expect(abs(alignment.targetFromSource[7] + 0.005) < 2e-3)
    }

    @Test func theObjectsOnATableAreToldApart() throws {
        // A table at z = 1 m seen from above as an image, with two boxes of 6 and 9 cm height on it.
        var points = Coordinates()
        for row in 0..<200 {
            for column in 0..<200 {
                let x = Float(column - 100) * 0.003
                let y = Float(row - 100) * 0.003
                let height: Float =
                    abs(x + 0.12) < 0.05 && abs(y) < 0.05 ? 0.06 : abs(x - 0.12) < 0.04 && abs(y) < 0.06 ? 0.09 : 0
                points.append(row == 0 ? SIMD3(repeating: .nan) : SIMD3(x, y, 1 - height))
            }
        }
        let scene = try engine.tableScene(of: points, imageWidth: 200)
        #expect(abs(scene.plane.normal.z + 1) < 1e-3)
        #expect(scene.labels[0] == 0 && scene.labels[200 * 30 + 100] == 1)
        let left = scene.labels[200 * 100 + 60]
        let right = scene.labels[200 * 100 + 140]
        #expect(Set([left, right]) == [2, 3])
        #expect(scene.labels.max() == 3)
    }

    @Test func anEmptyCloudIsRefusedInWords() {
        #expect(throws: PCLBridgeError.self) { try engine.moments(of: Coordinates()) }
        #expect(throws: PCLBridgeError.refused(operation: "segmentation", reason: "no plane found")) {
            try engine.tableScene(of: Coordinates())
        }
    }

    @Test func aLargeCloudPassesBothWays() throws {
        let points = randomPoints(400_000, seed: 5)
        let (_, isInlier) = try engine.plane(in: points, distance: 0.05, iterations: 20)
        #expect(isInlier.count == points.count)
    }

    @Test func aFileThatIsNotThereIsNamedAsSuch() {
        #expect(throws: PCLBridgeError.self) { try engine.cloud(contentsOf: "/nowhere/at-all.pcd") }
        #expect(throws: PCLBridgeError.self) { try engine.mesh(contentsOf: "/nowhere/at-all.obj") }
    }
}
