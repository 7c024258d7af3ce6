import Glibc
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Grasping

@Suite struct ApproachViewTests {
    private static func direction(_ random: inout SeededGenerator) -> Vector3 {
        Vector3(random.normal(), random.normal(), random.normal()).normalized
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func aViewIsARigidFrameThatLooksAlongItsApproach(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let points = Coordinates.random(
            50, from: Vector3(-0.1, -0.1, 0), to: Vector3(0.1, 0.1, 0.1), using: &random)
        let approach = Self.direction(&random)
        let view = ApproachView(of: Surroundings(own: points), approach: approach)
        let rotation = view.supportFromView.rotation
        #expect((rotation.transposed * rotation - .identity).frobeniusNorm < 1e-12, "seed \(seed)")
        #expect(rotation.column(0).cross(rotation.column(1)).dot(rotation.column(2)) > 0, "seed \(seed)")
        #expect((rotation.column(2) + approach).length < 1e-12, "seed \(seed)")
        let viewFromSupport = view.supportFromView.inverse
        for i in points.indices {
            let expected = viewFromSupport * Vector3(points[i])
            let found = Vector3(Double(view.u[i]), Double(view.v[i]), Double(view.w[i]))
            #expect((found - expected).length < 1e-6, "seed \(seed)")
            #expect(abs(view.heightOverSupport(found) - Double(points[i].z)) < 1e-6, "seed \(seed)")
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func theYawTurnsTheClosingDirectionToWhereItIsAsked(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let approach = Self.direction(&random)
        let closing = approach.cross(Self.direction(&random)).normalized
        let points = Coordinates([SIMD3(0, 0, 0.1), SIMD3(0.1, 0, 0.2)])
        let view = ApproachView(of: Surroundings(own: points), approach: approach)
        let yaw = view.yaw(closingAlong: closing)
        // The closing direction of a candidate in its view is (−sin yaw, cos yaw, 0).
        let found = view.supportFromView.rotation * Vector3(-sin(yaw), cos(yaw), 0)
        #expect((found - closing).length < 1e-9, "seed \(seed)")
    }

    @Test func straightDownIsKnownAndOwnPointsComeAlone() {
        let surroundings = Surroundings(
            own: Coordinates([SIMD3(0, 0, 0.1)]), others: Coordinates([SIMD3(0.05, 0, 0.1)]))
        #expect(ApproachView(of: surroundings, approach: Vector3(0, 0, -1)).isFromAbove)
        let level = ApproachView(of: surroundings, approach: Vector3(1, 0, 0), ownOnly: true)
        #expect(!level.isFromAbove && level.u.count == 1)
        // From a side v leads up.
        #expect((level.supportFromView.rotation.column(1) - Vector3(0, 0, 1)).length < 1e-12)
    }
}
