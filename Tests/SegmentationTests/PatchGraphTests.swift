import Glibc
import LinearAlgebra
import TestSupport
import Testing

@testable import Segmentation

/// What a graph says of patches and borders that are known.
@Suite struct PatchGraphTests {
    private static let noise = 0.002

    /// Two patches that share the image's middle column, left and right of it.
    private static func graph(
        left: (Double, Double) -> Double, right: (Double, Double) -> Double, swapped: Bool = false
    ) -> (graph: PatchGraph, image: RangeImage) {
        let image = MadeImages.image(width: 80, height: 60) { a, b in a < 0 ? left(a, b) : right(a, b) }
        let patchOfPixel = image.a.map { ($0 < 0) != swapped ? Int32(0) : 1 }
        let patches = MadeImages.patches(patchOfPixel, of: image, residuals: image.d)
        let pixels = PatchPixels(
            patches, image, residuals: image.d, support: nil, noise: noise, gap: 5, colors: nil)
        return (PatchGraph(of: pixels), image)
    }

    /// The edge of a box towards the camera, each face turned by `degrees`; negative for a corner that recedes.
    private static func roof(_ degrees: Double) -> (left: (Double, Double) -> Double, right: (Double, Double) -> Double)
    {
        let (s, c) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
        return (
            MadeImages.plane(Vector3(-s, 0, -c), offset: -c), MadeImages.plane(Vector3(s, 0, -c), offset: -c)
        )
    }

    @Test func aPatchIsTheMeanOfItsPixels() {
        let wall = MadeImages.plane(Vector3(0, 0, -1), offset: -2)
        let (graph, _) = Self.graph(left: wall, right: wall)
        let patch = graph.patches[0]
        #expect(patch.pixels == 40 * 60)
        #expect((patch.normal - SIMD3(0, 0, -1)).length < 1e-5)
        #expect(abs(patch.point.z - 2) < 1e-5 && abs(patch.point.x + 2 * 0.2) < 1e-5)
        #expect(abs(patch.center.column - 19.5) < 1e-9 && abs(patch.center.row - 29.5) < 1e-9)
        #expect(patch.columns == (0, 39) && patch.rows == (0, 59))
        #expect(abs(patch.curvature) < 0.01)
    }

    @Test(arguments: [10.0, 30, 45])
    func theAngleIsPositiveAtARidgeAndNegativeInAValley(degrees: Double) throws {
        for sign in [1.0, -1] {
            let (left, right) = Self.roof(sign * degrees)
            let (graph, _) = Self.graph(left: left, right: right)
            let border = try #require(graph.borders.first)
            #expect(graph.borders.count == 1 && border.length == 60)
            #expect(border.connected == 60, "the surfaces meet")
            let angle = border.signedAngle / border.length * 180 / .pi
            #expect(abs(angle - sign * 2 * degrees) < 0.5, "\(angle)")
        }
    }

    @Test func aStepIsNotConnectedAndTheFartherPatchLiesBehind() throws {
        let near = MadeImages.plane(Vector3(0, 0, -1), offset: -1)
        let far = MadeImages.plane(Vector3(0, 0, -1), offset: -1.2)
        let (graph, _) = Self.graph(left: near, right: far)
        let border = try #require(graph.borders.first)
        #expect(border.connected == 0)
        #expect(border.pixelGap < 0, "the second is farther")
        #expect(abs(border.metricGap / border.length - (1 - 1 / 1.2)) < 0.01)
    }

    /// Numbering the patches the other way round says the same of the border.
    @Test(arguments: [20.0, -20])
    func theEvidenceDoesNotDependOnTheNumbering(degrees: Double) throws {
        let (left, right) = Self.roof(degrees)
        let farther: (Double, Double) -> Double = { right($0, $1) - 0.02 }
        for right in [right, farther] {
            let evidence = [false, true].map { swapped in
                let (graph, image) = Self.graph(left: left, right: right, swapped: swapped)
                return PatchRelation(graph.borders[0], in: graph).evidence
            }
            for (k, name) in PatchRelation.names.enumerated() {
                #expect(abs(evidence[0][k] - evidence[1][k]) < 1e-9, "\(name)")
            }
        }
    }

    private func evidence(_ graph: PatchGraph, _ image: RangeImage) -> [String: Double] {
        let relation = PatchRelation(graph.borders[0], in: graph)
        return Dictionary(uniqueKeysWithValues: zip(PatchRelation.names, relation.evidence))
    }

    @Test func creasesAndStepsAreToldApart() {
        func evidence(_ degrees: Double, step: Double = 0) -> [String: Double] {
            let (left, right) = Self.roof(degrees)
            let (graph, image) = Self.graph(left: left, right: { right($0, $1) - step })
            return self.evidence(graph, image)
        }
        let (ridge, valley, flat, step) = (evidence(30), evidence(-30), evidence(0), evidence(0, step: 0.2))
        #expect(ridge["ridge"] == 1 && ridge["valley"] == 0 && ridge["step"] == 0)
        #expect(valley["valley"] == 1 && valley["ridge"] == 0 && valley["step"] == 0)
        #expect(flat["valley"] == 0 && flat["ridge"] == 0 && flat["step"] == 0)
        #expect(step["step"] == 1 && step["valley"] == 0 && step["ridge"] == 0)
        #expect(step["wideStep"] == 1 && step["gap"] == 0)
    }

    @Test func whatTouchesTheSupportHasContactAndWhatHidesItOverhang() {
        // Three strips: level with the support, the support, well over it.
        let image = MadeImages.image(width: 90, height: 30) { a, _ in a < 0.15 ? 1 : 1.1 }
        let residuals = image.d.map { $0 - 1 }
        let patchOfPixel = image.a.map { $0 < -0.15 ? Int32(0) : $0 > 0.15 ? 1 : -1 }
        let patches = MadeImages.patches(patchOfPixel, of: image, residuals: residuals)
        let graph = PatchGraph(
            of: PatchPixels(
                patches, image, residuals: residuals, support: InverseDepthPlane(1, 0, 0), noise: Self.noise, gap: 5,
                colors: nil))
        #expect(graph.borders.isEmpty)
        #expect(graph.patches[0].contact == 30 && graph.patches[0].overhang == 0)
        #expect(graph.patches[1].contact == 0 && graph.patches[1].overhang == 30)
        #expect(abs(graph.patches[0].height) < 1e-6)
        #expect(abs(graph.patches[1].height - (1 - 1 / 1.1)) < 1e-6)
        #expect(graph.patches[0].isBump(noise: Self.noise) && !graph.patches[1].isBump(noise: Self.noise))
    }

    @Test func rampsRiseFromNothingToOne() {
        let ramp = Ramp(from: 6, width: 24)
        #expect([-5, 6, 18, 30, 90].map { ramp($0) } == [0, 0, 0.5, 1, 1])
    }

    @Test func theOddsAreTheWeightedSumOfTheEvidence() {
        let (left, right) = Self.roof(20)
        let (graph, image) = Self.graph(left: left, right: right)
        let relation = PatchRelation(graph.borders[0], in: graph)
        for k in PatchRelation.names.indices {
            var weights = [Double](repeating: 0, count: PatchRelation.names.count)
            weights[k] = 2
            #expect(JoinWeights(bias: 0.5, weights: weights).logOdds(relation) == 0.5 + 2 * relation.evidence[k])
        }
        #expect(JoinWeights.fitted.weights.count == PatchRelation.names.count)
        #expect(relation.evidence.count == PatchRelation.names.count)
    }
}
