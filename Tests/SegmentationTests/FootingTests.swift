import Segmentation
import TestSupport
import Testing

/// What carries an object, from the points of its visible faces: top and front.
@Suite struct FootingTests {
    private static func box(
        _ x: ClosedRange<Float>, _ y: ClosedRange<Float>, _ z: ClosedRange<Float>, from lowest: Float? = nil
    ) -> [SIMD3<Float>] {
        let step: Float = 0.004
        var points: [SIMD3<Float>] = []
        for px in stride(from: x.lowerBound, through: x.upperBound, by: step) {
            for py in stride(from: y.lowerBound, through: y.upperBound, by: step) {
                points.append(SIMD3(px, py, z.upperBound))
            }
            for pz in stride(from: lowest ?? z.lowerBound, to: z.upperBound, by: step) {
                points.append(SIMD3(px, y.lowerBound, pz))
            }
        }
        return points
    }

    private static let low = box(-0.1...0.1, -0.1...0.1, 0...0.06)

    @Test func nothingAndWhatReachesDownStandOnTheSupport() {
        #expect(Footing.footings(of: []).isEmpty)
        #expect(Footing.footings(of: [[], Self.low]) == [.onSupport, .onSupport])
    }

    @Test func aBoxOnABoxStandsAtItsHeight() {
        let upper = Self.box(-0.04...0.04, -0.03...0.03, 0.06...0.11)
        for threads in [1, 3] {
            let footings = Footing.footings(of: [upper, Self.low], threads: threads)
            #expect(footings[1] == .onSupport)
            #expect(footings[0].carrier == 1)
            #expect(abs(footings[0].height - 0.06) < 0.004)
        }
    }

    @Test func flushFacesContinueInOneAnother() {
        let upper = Self.box(-0.1...0.1, -0.1...0.1, 0.06...0.1)
        // Of the lower one only the front is visible.
        let front = Self.low.filter { $0.y == -0.1 }
        let footings = Footing.footings(of: [front, upper])
        #expect(footings[1].carrier == 0)
        #expect(abs(footings[1].height - 0.06) < 0.01)
    }

    @Test func theHigherOfTwoCarriersCounts() {
        let middle = Self.box(-0.06...0.06, -0.06...0.06, 0.06...0.09)
        let upper = Self.box(-0.03...0.03, -0.03...0.03, 0.09...0.13)
        #expect(Footing.footings(of: [Self.low, middle, upper]).map(\.carrier) == [nil, 0, 1])
    }

    @Test func whatStandsInFrontCarriesNothing() {
        // A high box whose foot a low one in front of it hides.
        let high = Self.box(-0.05...0.05, 0.15...0.2, 0...0.15, from: 0.07)
        let footings = Footing.footings(of: [Self.low, high])
        #expect(footings == [.onSupport, .onSupport])
    }
}
